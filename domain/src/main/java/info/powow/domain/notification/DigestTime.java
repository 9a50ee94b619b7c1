package info.powow.domain.notification;

import info.powow.domain.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;

/// When a person gets the mail that lists what they have not read: once a day, at a local time.
///
/// @param at without seconds
public record DigestTime(LocalTime at, ZoneId zone) {
  /// A zone may skip a day at most, when a place moves over the date line.
  private static final int DAYS = 4;

  private static final Duration DAY = Duration.ofDays(1);

  public DigestTime {
    if (at.getSecond() != 0 || at.getNano() != 0) {
      throw Rejected.field("digest.at", "a time of hours and minutes", "seconds");
    }
  }

  /// One digest of one day.
  ///
  /// @param date the local date, of which there is one digest at most
  public record Due(LocalDate date, Instant at) {}

  /// The next digest after a moment.
  ///
  /// A local time that is skipped when clocks go forward means the time that the clocks show
  /// instead. One that occurs twice means the first occurrence. So each date has one moment, and a
  /// date that a zone skips has none.
  public Due after(Instant moment) {
    LocalDate date = LocalDate.ofInstant(moment, zone).minusDays(1);
    for (int i = 0; i <= DAYS; i++) {
      LocalDateTime due = date.plusDays(i).atTime(at);
      Instant instant = ZonedDateTime.of(due, zone).toInstant();
      if (instant.isAfter(moment) && !isOnSkippedDate(due)) {
        return new Due(due.toLocalDate(), instant);
      }
    }
    throw new IllegalStateException("no zone skips " + DAYS + " days");
  }

  private boolean isOnSkippedDate(LocalDateTime due) {
    ZoneOffsetTransition change = zone.getRules().getTransition(due);
    return change != null && change.isGap() && change.getDuration().compareTo(DAY) >= 0;
  }
}
