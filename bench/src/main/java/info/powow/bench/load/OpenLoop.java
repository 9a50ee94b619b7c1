package info.powow.bench.load;

import java.util.function.LongConsumer;

/// When each message of a constant rate is meant to be sent, whatever the server does meanwhile.
///
/// The n-th message's time is fixed before the first is sent. One that goes out late, because the
/// server stalled or the load generator did, still counts from that time: so a stall of a second
/// shows in the latency of every message that it held up, and not in one (no coordinated omission).
public final class OpenLoop {
  /// What [#runDue] answers when nothing is left to send.
  public static final long DONE = Long.MAX_VALUE;

  private final long start;
  private final double interval;
  private final long count;
  private long sent;

  /// @param start when the first is due, in nanoseconds of [System#nanoTime()]
  /// @param interval nanoseconds from one to the next
  /// @param count how many in all
  public OpenLoop(long start, double interval, long count) {
    if (!(interval > 0) || count < 0) {
      throw new IllegalArgumentException(
          "No schedule: every " + interval + " ns, " + count + " times");
    }
    this.start = start;
    this.interval = interval;
    this.count = count;
  }

  /// Sends what is due, at most `batch`, telling for each the time it was meant for.
  ///
  /// @return when the next one is due, which is in the past when there was more than a batch, or
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

  /// Multiplied, not summed up: no rounding error adds up over a long run.
  private long due(long n) {
    return start + (long) (n * interval);
  }

  public double interval() {
    return interval;
  }
}
