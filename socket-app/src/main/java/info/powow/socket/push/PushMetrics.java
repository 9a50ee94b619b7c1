package info.powow.socket.push;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Metrics of the latency and the fan-out of pushes.
public final class PushMetrics {
  private final Clock clock;
  private final Timer latency;
  private final DistributionSummary width;
  private final Instant[] taken = new Instant[256];
  private int count;

  public PushMetrics(MeterRegistry registry, Clock clock) {
    this.clock = clock;
    this.latency =
        Timer.builder("powow.socket.push.latency")
            .description("from the time of an event to its frames being written")
            .publishPercentileHistogram()
            .register(registry);
    this.width =
        DistributionSummary.builder("powow.socket.push.width")
            .description("frames that one event became")
            .register(registry);
  }

  /// An event was encoded into frames.
  void took(Instant at, long frames) {
    if (frames == 0) {
      return;
    }
    width.record(frames);
    if (count < taken.length) {
      taken[count++] = at;
    }
  }

  /// The frames of a round were written.
  void flushed() {
    if (count == 0) {
      return;
    }
    Instant now = clock.instant();
    for (int i = 0; i < count; i++) {
      latency.record(Duration.between(taken[i], now));
    }
    count = 0;
  }
}
