package info.powow.query.image;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Sweeps periodically while the application runs, and stores the last report.
final class RegularSweep implements SmartLifecycle {
  private static final Logger logger = LoggerFactory.getLogger(RegularSweep.class);

  private final ImageSweeper sweeper;
  private final Duration every;
  private final Counter deletedBytes;
  private final AtomicReference<@Nullable SweepReport> last = new AtomicReference<>();
  private @Nullable ScheduledExecutorService timer;

  RegularSweep(ImageSweeper sweeper, Duration every, MeterRegistry metrics) {
    this.sweeper = sweeper;
    this.every = every;
    this.deletedBytes =
        Counter.builder("powow.images.deleted")
            .baseUnit("bytes")
            .description("Bytes of deleted pictures that nothing used any more")
            .register(metrics);
  }

  /// Null before the first sweep.
  @Nullable SweepReport last() {
    return last.get();
  }

  SweepReport now() throws IOException {
    SweepReport report = sweeper.sweep();
    last.set(report);
    deletedBytes.increment(report.deletedBytes());
    if (report.hasChangedSomething()) {
      logger.info("Swept pictures: {}", report);
    }
    return report;
  }

  private void inTime() {
    try {
      now();
    } catch (IOException | RuntimeException e) {
      logger.warn(
          "The sweep of pictures failed and will be retried at the next interval: {}",
          e.toString());
    }
  }

  @Override
  public synchronized void start() {
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("powow-images-sweep").daemon().factory());
    started.scheduleWithFixedDelay(
        this::inTime, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    timer = started;
  }

  @Override
  public synchronized void stop() {
    ScheduledExecutorService started = timer;
    if (started != null) {
      started.close();
    }
    timer = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return timer != null;
  }
}
