package info.powow.axon.store;

import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogOptions;
import java.nio.file.Path;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.io.TempDir;

class LogEventStoreConformanceIT extends EventStoreConformance {
  private final Path folder;

  LogEventStoreConformanceIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  protected EventStore open() {
    return Noted.store(EventLog.open(EventLogOptions.in(folder)));
  }

  @Override
  protected void close(EventStore opened) {
    ((LogEventStore) opened).log().close();
  }
}
