package info.powow.projection.boot;

import info.powow.projector.Projector;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Starts the projectors before the web server and stops them after it.
final class RunningProjectors implements SmartLifecycle {
  private static final Logger logger = LoggerFactory.getLogger(RunningProjectors.class);

  /// The web server is at DEFAULT_PHASE - 2048.
  private static final int BEFORE_THE_WEB_SERVER = DEFAULT_PHASE - 4_096;

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final List<Projector> projectors;
  private final @Nullable Projector awaited;
  private volatile boolean running;

  /// @param awaited must have caught up before startup continues
  RunningProjectors(List<Projector> projectors, @Nullable Projector awaited) {
    this.projectors = projectors;
    this.awaited = awaited;
  }

  @Override
  public void start() {
    projectors.forEach(Projector::start);
    running = true;
    if (awaited != null) {
      await(awaited);
    }
  }

  /// Waits as long as it takes, unless the store is unavailable: chat works without the views.
  private static void await(Projector projector) {
    try {
      while (!projector.awaitCaughtUp(LOOK_AGAIN)) {
        String failing = projector.progress().failing();
        if (failing != null) {
          logger.warn(
              "Starting without the {} projection, which will catch up later: {}",
              projector.name(),
              failing);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    projectors.forEach(Projector::close);
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return BEFORE_THE_WEB_SERVER;
  }
}
