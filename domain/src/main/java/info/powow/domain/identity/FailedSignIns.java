package info.powow.domain.identity;

import java.time.Duration;
import java.time.Instant;

/// Wrong passwords that came for one handle from one place, and how long that place has to wait
/// before the next try.
///
/// The first few are free, since people mistype. After that the wait doubles with each failure, up
/// to a longest one. After the longest wait without a failure everything is forgotten.
///
/// @param count how many there were
/// @param openAt when the next try is allowed
public record FailedSignIns(int count, Instant openAt) {
  public static final FailedSignIns NONE = new FailedSignIns(0, Instant.MIN);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  // 2^20 seconds are 12 days: beyond any sensible longest wait.
  private static final int MOST_DOUBLINGS = 20;

  /// @param free how many failures cost no wait
  /// @param longest the longest wait
  public FailedSignIns failedAt(Instant now, int free, Duration longest) {
    int failures = count + 1;
    if (failures <= free) {
      return new FailedSignIns(failures, Instant.MIN);
    }
    int doublings = Math.min(MOST_DOUBLINGS, failures - free - 1);
    Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
    return new FailedSignIns(failures, now.plus(wait.compareTo(longest) < 0 ? wait : longest));
  }

  /// How long to wait from now on: zero when the next try is allowed.
  public Duration waitAt(Instant now) {
    return openAt.isAfter(now) ? Duration.between(now, openAt) : Duration.ZERO;
  }
}
