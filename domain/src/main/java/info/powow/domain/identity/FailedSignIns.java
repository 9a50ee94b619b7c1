package info.powow.domain.identity;

import java.time.Duration;
import java.time.Instant;

/// The wrong passwords for one handle from one address, and how long that address has to wait
/// before its next attempt.
///
/// The first few failures cost nothing, because people mistype. Each further failure doubles the
/// wait, up to a maximum. When the maximum wait has passed without a failure, all failures are
/// forgotten.
///
/// @param count the number of failures
/// @param openAt when the next attempt is allowed
public record FailedSignIns(int count, Instant openAt) {
  public static final FailedSignIns NONE = new FailedSignIns(0, Instant.MIN);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  // 2^20 seconds are 12 days, longer than any sensible maximum.
  private static final int MOST_DOUBLINGS = 20;

  /// @param free the number of failures that cost no wait
  /// @param longest the maximum wait
  public FailedSignIns failedAt(Instant now, int free, Duration longest) {
    int failures = count + 1;
    if (failures <= free) {
      return new FailedSignIns(failures, Instant.MIN);
    }
    int doublings = Math.min(MOST_DOUBLINGS, failures - free - 1);
    Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
    return new FailedSignIns(failures, now.plus(wait.compareTo(longest) < 0 ? wait : longest));
  }

  /// The remaining wait: zero if the next attempt is allowed.
  public Duration waitAt(Instant now) {
    return openAt.isAfter(now) ? Duration.between(now, openAt) : Duration.ZERO;
  }
}
