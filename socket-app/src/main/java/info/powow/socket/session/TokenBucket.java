package info.powow.socket.session;

/// A token bucket: bursts up to a capacity, then an even rate. Not thread-safe.
///
/// There is one for each of a hundred thousand sessions, so it has only two fields.
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

  /// @return false if the bucket is empty
  boolean take(long nanos) {
    return take(nanos, 1);
  }

  /// @param tokens the number to take, all or none
  /// @return false if there are not enough tokens
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
