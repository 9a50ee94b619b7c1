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
    return take(nanos, 1);
  }

  /// @param tokens how many are taken, all or none
  /// @return false when there has been too much of it lately
  boolean take(long nanos, int tokens) {
    long each = NANOS_PER_SECOND / perSecond;
    long full = Math.max(fullAt, nanos) + each * tokens;
    if (full - nanos > each * capacity) {
      return false;
    }
    fullAt = full;
    return true;
  }
}
