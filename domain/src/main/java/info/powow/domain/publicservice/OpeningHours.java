package info.powow.domain.publicservice;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// When something is open: a week, and the days on which it is otherwise. The words and their
/// meaning are those of schema.org's `OpeningHoursSpecification`.
///
/// @param zone in which its clocks are read
/// @param weekly the usual week; at most 50 entries
/// @param special days that are not as usual, of which the later entry counts; at most 200
public record OpeningHours(ZoneId zone, List<Weekly> weekly, List<Special> special) {
  private static final int MAX_WEEKLY = 50;
  private static final int MAX_SPECIAL = 200;

  public OpeningHours {
    if (weekly.size() > MAX_WEEKLY || special.size() > MAX_SPECIAL) {
      throw invalid();
    }
    weekly = List.copyOf(weekly);
    special = List.copyOf(special);
  }

  /// @param dayOfWeek on which days
  /// @param closes when not after `opens`, that is on the day after: from midnight to midnight is
  ///     the whole day
  public record Weekly(Set<DayOfWeek> dayOfWeek, LocalTime opens, LocalTime closes) {
    public Weekly {
      if (dayOfWeek.isEmpty()) {
        throw invalid();
      }
      // In the order of the week, so that it is written the same each time.
      dayOfWeek = Collections.unmodifiableSet(EnumSet.copyOf(dayOfWeek));
      requireMinutes(opens);
      requireMinutes(closes);
    }
  }

  /// @param validFrom the first day
  /// @param validThrough the last day
  /// @param opens null when it is closed on these days
  public record Special(
      LocalDate validFrom,
      LocalDate validThrough,
      @Nullable LocalTime opens,
      @Nullable LocalTime closes) {
    public Special {
      if (validFrom.isAfter(validThrough) || (opens == null) != (closes == null)) {
        throw invalid();
      }
      if (opens != null && closes != null) {
        requireMinutes(opens);
        requireMinutes(closes);
      }
    }

    boolean isOn(LocalDate day) {
      return !day.isBefore(validFrom) && !day.isAfter(validThrough);
    }
  }

  /// Whether it is open at a moment, on the clocks of its zone.
  ///
  /// Hours that clocks pass over in spring are no hours, and those that they show twice in autumn
  /// are twice as long.
  public boolean isOpenAt(Instant moment) {
    ZonedDateTime there = moment.atZone(zone);
    LocalDate today = there.toLocalDate();
    LocalTime time = there.toLocalTime();
    return isOpen(today, time, false) || isOpen(today.minusDays(1), time, true);
  }

  /// @param day whose hours are looked at
  /// @param after whether the time is one of the next day
  private boolean isOpen(LocalDate day, LocalTime time, boolean after) {
    Special other = null;
    for (Special each : special) {
      if (each.isOn(day)) {
        other = each;
      }
    }
    if (other != null) {
      return other.opens() != null
          && other.closes() != null
          && isWithin(other.opens(), other.closes(), time, after);
    }
    for (Weekly each : weekly) {
      if (each.dayOfWeek().contains(day.getDayOfWeek())
          && isWithin(each.opens(), each.closes(), time, after)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWithin(
      LocalTime opens, LocalTime closes, LocalTime time, boolean after) {
    boolean overMidnight = !closes.isAfter(opens);
    if (after) {
      return overMidnight && time.isBefore(closes);
    }
    return !time.isBefore(opens) && (overMidnight || time.isBefore(closes));
  }

  private static void requireMinutes(LocalTime time) {
    if (time.getSecond() != 0 || time.getNano() != 0) {
      throw invalid();
    }
  }

  private static Rejected invalid() {
    return new Rejected(Reason.INVALID_HOURS);
  }
}
