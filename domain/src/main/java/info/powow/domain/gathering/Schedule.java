package info.powow.domain.gathering;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/// The time of a gathering.
///
/// @param start in milliseconds, the precision of the log
/// @param end after the start, by at most 31 days
/// @param zone the time zone of the place
public record Schedule(Instant start, Instant end, ZoneId zone) {
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final Instant LAST = Instant.parse("+10000-01-01T00:00:00Z");

  public Schedule {
    if (!start.isBefore(end) || !end.isBefore(LAST) || start.isBefore(end.minus(LONGEST))) {
      throw Rejected.at("end", Reason.INVALID_SCHEDULE);
    }
    start = start.truncatedTo(ChronoUnit.MILLIS);
    end = end.truncatedTo(ChronoUnit.MILLIS);
  }

  public boolean isOver(Instant now) {
    return !end.isAfter(now);
  }
}
