package info.powow.projection.boot;

import info.powow.projector.Progress;
import info.powow.projector.Projector;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// Out of service until the views have caught up with the log; down while their store is
/// unavailable.
final class ProjectionHealthIndicator extends AbstractHealthIndicator {
  private final Projector projector;

  ProjectionHealthIndicator(Projector projector) {
    super("The state of the projection is unknown");
    this.projector = projector;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    Progress progress = projector.progress();
    health
        .withDetail("events", progress.reached())
        .withDetail("behind", progress.behind())
        .withDetail("segmentsHere", projector.segmentsHere())
        .withDetail("deadLetters", projector.stoppedHere().size());
    String failing = progress.failing();
    if (failing != null) {
      health.down().withDetail("failing", failing);
    } else if (progress.caughtUp()) {
      health.up();
    } else {
      health.outOfService().withDetail("eventsPerSecond", Math.round(progress.eventsPerSecond()));
    }
  }
}
