package info.powow.operator;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Runs tasks once a second, on one dedicated thread.
final class OpsTicker implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(OpsTicker.class);

  /// Called once a second.
  interface Tick {
    void at(Instant now);
  }

  private final List<Tick> ticks;
  private final Clock clock;
  private volatile @Nullable ScheduledExecutorService thread;

  OpsTicker(List<Tick> ticks, Clock clock) {
    this.ticks = List.copyOf(ticks);
    this.clock = clock;
  }

  @Override
  public void start() {
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("powow-ops").daemon().unstarted(task));
    var _ = started.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    thread = started;
  }

  private void tick() {
    Instant now = clock.instant();
    for (Tick each : ticks) {
      try {
        each.at(now);
      } catch (RuntimeException e) {
        LOG.warn("what operators see is incomplete: {}", e.getClass().getName());
      }
    }
  }

  @Override
  public void stop() {
    ScheduledExecutorService running = thread;
    thread = null;
    if (running != null) {
      running.shutdownNow();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
