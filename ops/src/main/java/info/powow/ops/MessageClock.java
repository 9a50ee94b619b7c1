package info.powow.ops;

/// Keeps a time of [System#nanoTime] in 32 bits, so that a callback that has to remember it is no
/// larger. Exact to about a microsecond; for times of the last half hour.
public final class MessageClock {
  private static final int SHIFT = 10;

  private MessageClock() {}

  public static int compact(long nanos) {
    return (int) (nanos >> SHIFT);
  }

  /// @param now a time soon after the compacted one
  public static long restore(int compact, long now) {
    return now - ((long) (compact(now) - compact) << SHIFT);
  }
}
