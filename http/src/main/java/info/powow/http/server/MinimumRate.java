package info.powow.http.server;

import java.util.concurrent.TimeUnit;

/// The minimum rate of a transfer: after a grace period, an average in bytes per second.
///
/// @param graceNanos the grace period
/// @param bytesPerSecond the average required afterwards
record MinimumRate(long graceNanos, long bytesPerSecond) {
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  /// @param bytes transferred so far
  /// @param nanos since the start
  boolean isKept(long bytes, long nanos) {
    return nanos <= graceNanos || bytes >= (nanos - graceNanos) / SECOND * bytesPerSecond;
  }
}
