package info.powow.socket.push;

import info.powow.eventlog.LoggedEvent;
import info.powow.ops.MessageTrace;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Metrics of the latency and the fan-out of pushes.
public final class PushMetrics {
  private static final int MOST = 256;
  private static final String MESSAGE_SENT = "MessageSent";

  private final MessageTrace trace;
  private final Clock clock;
  private final Timer latency;
  private final DistributionSummary width;
  private final Instant[] taken = new Instant[MOST];
  private final int[] traced = new int[MOST];
  private int count;
  private int tracedCount;

  public PushMetrics(MeterRegistry registry, MessageTrace trace, Clock clock) {
    this.trace = trace;
    this.clock = clock;
    this.latency =
        Timer.builder("powow.socket.push.latency")
            .description("From the time of an event until its frames are written")
            .publishPercentileHistogram()
            .register(registry);
    this.width =
        DistributionSummary.builder("powow.socket.push.width")
            .description("Frames sent for one event")
            .register(registry);
  }

  /// An event was encoded into frames.
  ///
  /// @param takenNanos when it was taken from the log
  void took(LoggedEvent event, long takenNanos, long frames) {
    if (trace.isOn() && event.type().equals(MESSAGE_SENT)) {
      int slot =
          trace.made(
              event.stream(),
              event.sequence(),
              event.index(),
              takenNanos,
              System.nanoTime(),
              (int) frames);
      if (tracedCount < MOST) {
        traced[tracedCount++] = slot;
      }
    }
    if (frames == 0) {
      return;
    }
    width.record(frames);
    if (count < MOST) {
      taken[count++] = event.at();
    }
  }

  /// The frames of a round were written.
  void flushed() {
    if (tracedCount > 0) {
      long now = System.nanoTime();
      for (int i = 0; i < tracedCount; i++) {
        trace.flushed(traced[i], now);
      }
      tracedCount = 0;
    }
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
