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
  private volatile boolean isEnding;

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
      Thread starting = Thread.currentThread();
      // Spring cannot close a context that is still starting.
      Thread ending =
          new Thread(
              () -> {
                isEnding = true;
                starting.interrupt();
              },
              "powow-ending");
      Runtime.getRuntime().addShutdownHook(ending);
      try {
        await(awaited);
      } finally {
        keepRunning(ending);
      }
    }
  }

  private void keepRunning(Thread ending) {
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException shuttingDown) {
      boolean _ = Thread.interrupted();
    }
  }

  /// Waits as long as it takes, unless the process ends, or the store is unavailable: chat works
  /// without the views.
  private void await(Projector projector) {
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
      // The rest of the start runs to its end, so that everything is stopped in order.
      if (!isEnding) {
        Thread.currentThread().interrupt();
      }
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
