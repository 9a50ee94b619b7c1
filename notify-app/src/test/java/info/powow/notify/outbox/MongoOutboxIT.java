package info.powow.notify.outbox;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class MongoOutboxIT extends OutboxConformance {
  private @Nullable MongoServer server;
  private String uri = "";

  @Override
  Outbox open() {
    if (server == null) {
      server = new MongoServer(new MemoryBackend());
      uri = server.bindAndGetConnectionString();
    }
    return MongoOutbox.at(uri, Duration.ofSeconds(10));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.shutdownNow();
    }
  }
}
