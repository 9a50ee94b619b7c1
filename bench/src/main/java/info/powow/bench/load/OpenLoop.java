package info.powow.bench.load;

import java.util.function.LongConsumer;

/// The schedule of messages at a constant rate, independent of the server.
///
/// The time of the n-th message is fixed in advance. Latency counts from that time even if the
/// message is sent late, because the server or the load generator stalled. So a stall of a second
/// shows in every message that it delayed, not in one (no coordinated omission).
public final class OpenLoop {
  /// Returned by [#runDue] when nothing is left to send.
  public static final long DONE = Long.MAX_VALUE;

  private final long start;
  private final double interval;
  private final long count;
  private long sent;

  /// @param start when the first message is due, as [System#nanoTime()]
  /// @param interval nanoseconds between messages
  /// @param count the number of messages
  public OpenLoop(long start, double interval, long count) {
    if (!(interval > 0) || count < 0) {
      throw new IllegalArgumentException(
          "No schedule: every " + interval + " ns, " + count + " times");
    }
    this.start = start;
    this.interval = interval;
    this.count = count;
  }

  /// Sends at most `batch` due messages, passing the intended time of each.
  ///
  /// @return when the next one is due, which is in the past if more than a batch was due, or
  ///     [#DONE]
  public long runDue(long now, int batch, LongConsumer send) {
    for (int i = 0; i < batch && sent < count; i++) {
      long due = due(sent);
      if (due - now > 0) {
        return due;
      }
      sent++;
      send.accept(due);
    }
    return sent < count ? due(sent) : DONE;
  }

  /// Multiplied, so that rounding errors do not accumulate.
  private long due(long n) {
    return start + (long) (n * interval);
  }

  public double interval() {
    return interval;
  }
}
