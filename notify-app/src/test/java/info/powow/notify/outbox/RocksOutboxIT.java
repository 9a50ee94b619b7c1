package info.powow.notify.outbox;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksOutboxIT extends OutboxConformance {
  @TempDir Path folder;

  @Override
  Outbox open() {
    return new RocksOutbox(folder);
  }
}
