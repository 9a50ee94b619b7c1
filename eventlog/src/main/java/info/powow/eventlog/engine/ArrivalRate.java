package info.powow.eventlog.engine;

/// Estimates the current rate of appends. Not thread-safe.
final class ArrivalRate {
  private static final double WEIGHT_OF_NEWEST = 0.05;

  private long lastAt;
  private double count;
  private double nanos = 1_000_000_000;

  ArrivalRate(long nanoTime) {
    lastAt = nanoTime;
  }

  /// @param came the number since the last call
  void took(int came, long nanoTime) {
    count += WEIGHT_OF_NEWEST * (came - count);
    nanos += WEIGHT_OF_NEWEST * (nanoTime - lastAt - nanos);
    lastAt = nanoTime;
  }

  double expectedIn(long nanoseconds) {
    return count / nanos * nanoseconds;
  }
}
