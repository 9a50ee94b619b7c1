package info.powow.domain.publicservice;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Opening hours: a usual week, and special days. The terms and their meaning are those of
/// schema.org's `OpeningHoursSpecification`.
///
/// @param zone the time zone of the place
/// @param weekly the usual week; at most 50 entries
/// @param special days with other hours, of which later entries take precedence; at most 200
public record OpeningHours(ZoneId zone, List<Weekly> weekly, List<Special> special) {
  private static final int MAX_WEEKLY = 50;
  private static final int MAX_SPECIAL = 200;
  private static final int MOST_DAYS = 366;

  public OpeningHours {
    if (weekly.size() > MAX_WEEKLY) {
      throw invalid("weekly");
    }
    if (special.size() > MAX_SPECIAL) {
      throw invalid("special");
    }
    weekly = List.copyOf(weekly);
    special = List.copyOf(special);
  }

  /// @param dayOfWeek the days to which the entry applies
  /// @param closes if not after `opens`, on the next day; from midnight to midnight is the whole
  ///     day
  public record Weekly(Set<DayOfWeek> dayOfWeek, LocalTime opens, LocalTime closes) {
    public Weekly {
      if (dayOfWeek.isEmpty()) {
        throw invalid("dayOfWeek");
      }
      // In the order of the week, so that the JSON is always the same.
      dayOfWeek = Collections.unmodifiableSet(EnumSet.copyOf(dayOfWeek));
      requireMinutes("opens", opens);
      requireMinutes("closes", closes);
    }
  }

  /// @param validFrom the first day
  /// @param validThrough the last day
  /// @param opens null if closed on these days
  public record Special(
      LocalDate validFrom,
      LocalDate validThrough,
      @Nullable LocalTime opens,
      @Nullable LocalTime closes) {
    public Special {
      if (validFrom.isAfter(validThrough)) {
        throw invalid("validThrough");
      }
      if ((opens == null) != (closes == null)) {
        throw invalid(opens == null ? "opens" : "closes");
      }
      if (opens != null && closes != null) {
        requireMinutes("opens", opens);
        requireMinutes("closes", closes);
      }
    }

    boolean isOn(LocalDate day) {
      return !day.isBefore(validFrom) && !day.isAfter(validThrough);
    }
  }

  /// Whether it is open at a moment, in the local time of its zone.
  ///
  /// A local time that is skipped when clocks go forward means the moment of the change, so hours
  /// within the gap are empty. A local time that occurs twice when clocks go back means the first
  /// occurrence, so that nothing reopens after it has closed.
  public boolean isOpenAt(Instant moment) {
    LocalDate today = LocalDate.ofInstant(moment, zone);
    // Hours that began yesterday may end today. If clocks go back across midnight, hours of
    // tomorrow may already have begun.
    return isOpen(today, moment)
        || isOpen(today.minusDays(1), moment)
        || isOpen(today.plusDays(1), moment);
  }

  /// Until when it is open from a moment on, without a break: the moment itself when it is closed
  /// then. Hours that never end are cut after a year.
  public Instant openUntil(Instant moment) {
    Instant until = moment;
    for (int i = 0; i < MOST_DAYS && isOpenAt(until); i++) {
      until = endOfStretch(until);
    }
    return until;
  }

  /// The latest end of the hours that a moment lies in.
  private Instant endOfStretch(Instant moment) {
    LocalDate today = LocalDate.ofInstant(moment, zone);
    Instant latest = moment;
    for (LocalDate day : List.of(today.minusDays(1), today, today.plusDays(1))) {
      for (Stretch stretch : stretchesOf(day)) {
        if (stretch.has(moment) && stretch.to().isAfter(latest)) {
          latest = stretch.to();
        }
      }
    }
    return latest;
  }

  /// @param to without this moment itself
  private record Stretch(Instant from, Instant to) {
    boolean has(Instant moment) {
      return !moment.isBefore(from) && moment.isBefore(to);
    }
  }

  /// @param day the day whose hours are checked
  private boolean isOpen(LocalDate day, Instant moment) {
    return stretchesOf(day).stream().anyMatch(stretch -> stretch.has(moment));
  }

  private List<Stretch> stretchesOf(LocalDate day) {
    Special other = null;
    for (Special each : special) {
      if (each.isOn(day)) {
        other = each;
      }
    }
    if (other != null) {
      return other.opens() != null && other.closes() != null
          ? List.of(stretch(day, other.opens(), other.closes()))
          : List.of();
    }
    return weekly.stream()
        .filter(each -> each.dayOfWeek().contains(day.getDayOfWeek()))
        .map(each -> stretch(day, each.opens(), each.closes()))
        .toList();
  }

  private Stretch stretch(LocalDate day, LocalTime opens, LocalTime closes) {
    LocalDate until = closes.isAfter(opens) ? day : day.plusDays(1);
    return new Stretch(instantOf(day.atTime(opens)), instantOf(until.atTime(closes)));
  }

  private Instant instantOf(LocalDateTime local) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isGap() ? change.getInstant() : local.atZone(zone).toInstant();
  }

  private static void requireMinutes(String field, LocalTime time) {
    if (time.getSecond() != 0 || time.getNano() != 0) {
      throw invalid(field);
    }
  }

  private static Rejected invalid(String field) {
    return Rejected.at(field, Reason.INVALID_HOURS);
  }
}
