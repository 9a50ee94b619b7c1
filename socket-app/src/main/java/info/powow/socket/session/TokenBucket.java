package info.powow.socket.session;

/// How often something may be done: bursts up to a capacity, then evenly. For one thread at a time.
///
/// One for each of a hundred thousand sessions, hence two numbers and nothing else.
final class TokenBucket {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final int perSecond;
  private final int capacity;
  private long fullAt;

  TokenBucket(int perSecond, int capacity, long nanos) {
    this.perSecond = perSecond;
    this.capacity = capacity;
    this.fullAt = nanos;
  }

  /// @return false when there has been too much of it lately
  boolean take(long nanos) {
    long each = NANOS_PER_SECOND / perSecond;
    long full = Math.max(fullAt, nanos) + each;
    if (full - nanos > each * capacity) {
      return false;
    }
    fullAt = full;
    return true;
  }
}
