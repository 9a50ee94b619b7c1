package info.powow.domain.gathering;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/// A time filter for gatherings, in the local time of the place.
public enum Occasion {
  NOW,
  TODAY,
  /// Saturday and Sunday of this week, until Sunday is over.
  WEEKEND;

  /// Whether a gathering takes place at least partly within this time, and is not over.
  public boolean includes(Schedule schedule, Instant now) {
    if (schedule.isOver(now)) {
      return false;
    }
    LocalDate today = LocalDate.ofInstant(now, schedule.zone());
    return switch (this) {
      case NOW -> !schedule.start().isAfter(now);
      case TODAY -> takesPlace(schedule, today, today.plusDays(1));
      case WEEKEND -> {
        LocalDate sunday = today.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
        yield takesPlace(schedule, sunday.minusDays(1), sunday.plusDays(1));
      }
    };
  }

  private static boolean takesPlace(Schedule schedule, LocalDate from, LocalDate until) {
    return schedule.start().isBefore(until.atStartOfDay(schedule.zone()).toInstant())
        && schedule.end().isAfter(from.atStartOfDay(schedule.zone()).toInstant());
  }
}
