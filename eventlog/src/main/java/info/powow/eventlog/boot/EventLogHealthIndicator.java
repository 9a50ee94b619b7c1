package info.powow.eventlog.boot;

import info.powow.eventlog.engine.EventLog;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// Down if the event log cannot write.
final class EventLogHealthIndicator extends AbstractHealthIndicator {
  private final EventLog log;

  EventLogHealthIndicator(EventLog log) {
    super("The state of the event log is unknown");
    this.log = log;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health
        .withDetail("events", log.head())
        .withDetail("waiting", log.waitingAppends())
        .withDetail("folder", log.folder().toString());
    log.failure().ifPresentOrElse(health::down, health::up);
  }
}
