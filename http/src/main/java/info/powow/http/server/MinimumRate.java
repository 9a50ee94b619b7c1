package info.powow.http.server;

import java.util.concurrent.TimeUnit;

/// How fast bytes have to come or go: after a while of grace, so many a second on average.
///
/// @param graceNanos how long nothing is asked
/// @param bytesPerSecond what is asked from then on
record MinimumRate(long graceNanos, long bytesPerSecond) {
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  /// @param bytes that came or went so far
  /// @param nanos since the beginning
  boolean isKept(long bytes, long nanos) {
    return nanos <= graceNanos || bytes >= (nanos - graceNanos) / SECOND * bytesPerSecond;
  }
}
