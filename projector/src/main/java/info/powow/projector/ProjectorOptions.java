package info.powow.projector;

import java.time.Duration;

/// Options of a [Projector].
///
/// @param segments threads that share the streams of the log
/// @param batch events applied at a time
/// @param delay how long applied events may wait to be written, if nobody waits for them
/// @param maxPending documents that may wait to be written while following the log
/// @param maxPendingBehind documents that may wait to be written while catching up
/// @param minBackoff the first pause after a failure of the store or the log
/// @param maxBackoff the longest pause
public record ProjectorOptions(
    int segments,
    int batch,
    Duration delay,
    int maxPending,
    int maxPendingBehind,
    Duration minBackoff,
    Duration maxBackoff) {

  public static final ProjectorOptions DEFAULT =
      new ProjectorOptions(
          2,
          1_000,
          Duration.ofSeconds(1),
          4_096,
          20_000,
          Duration.ofMillis(100),
          Duration.ofSeconds(5));

  public ProjectorOptions {
    if (segments < 1 || segments > 64) {
      throw new IllegalArgumentException("segments must be between 1 and 64, but is " + segments);
    }
    if (batch < 1 || maxPending < 1 || maxPendingBehind < maxPending) {
      throw new IllegalArgumentException(
          "batch and maxPending must be at least 1, and maxPendingBehind not less than maxPending");
    }
    if (delay.isNegative() || minBackoff.isNegative() || maxBackoff.compareTo(minBackoff) < 0) {
      throw new IllegalArgumentException("delay and backoff must not be negative");
    }
  }

  public ProjectorOptions withSegments(int count) {
    return new ProjectorOptions(
        count, batch, delay, maxPending, maxPendingBehind, minBackoff, maxBackoff);
  }

  public ProjectorOptions withBatch(int events) {
    return new ProjectorOptions(
        segments, events, delay, maxPending, maxPendingBehind, minBackoff, maxBackoff);
  }

  public ProjectorOptions withDelay(Duration longest) {
    return new ProjectorOptions(
        segments, batch, longest, maxPending, maxPendingBehind, minBackoff, maxBackoff);
  }
}
