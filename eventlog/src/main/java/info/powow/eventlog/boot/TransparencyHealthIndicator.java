package info.powow.eventlog.boot;

import info.powow.eventlog.transparency.TransparencyLog;
import info.powow.tlog.Checkpoint;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// Down if checkpoints cannot be signed.
final class TransparencyHealthIndicator extends AbstractHealthIndicator {
  private final TransparencyLog log;

  TransparencyHealthIndicator(TransparencyLog log) {
    super("The state of the transparency log is unknown");
    this.log = log;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    long signed = log.checkpoint().map(note -> Checkpoint.parse(note.text()).size()).orElse(0L);
    health.withDetail("signed", signed).withDetail("behind", log.behind());
    log.failure().ifPresentOrElse(health::down, health::up);
  }
}
