package info.powow.domain.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTimeTest {
  private static DigestTime at(String time, String zone) {
    return new DigestTime(LocalTime.parse(time), ZoneId.of(zone));
  }

  @ParameterizedTest
  @CsvSource({
    // Before and after the time of a usual day.
    "08:00, Europe/Berlin, 2026-03-02T06:59:59Z, 2026-03-02, 2026-03-02T07:00:00Z",
    "08:00, Europe/Berlin, 2026-03-02T07:00:00Z, 2026-03-03, 2026-03-03T07:00:00Z",
    // Clocks go from 2:00 to 3:00: 2:30 is what the clocks show as 3:30.
    "02:30, Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29, 2026-03-29T01:30:00Z",
    // Clocks go from 3:00 to 2:00: the first of both counts.
    "02:30, Europe/Berlin, 2026-10-24T12:00:00Z, 2026-10-25, 2026-10-25T00:30:00Z",
    "02:30, Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-26, 2026-10-26T01:30:00Z",
    // In Greenland, the clocks go from 23:00 to 0:00, of the next day.
    "23:00, America/Nuuk, 2024-03-30T01:00:00Z, 2024-03-30, 2024-03-31T01:00:00Z",
    // There was no 30 December 2011 in Samoa.
    "08:00, Pacific/Apia, 2011-12-29T20:00:00Z, 2011-12-31, 2011-12-30T18:00:00Z"
  })
  void theNextDigestIsAtItsLocalTime(
      String time, String zone, Instant now, LocalDate date, Instant due) {
    assertThat(at(time, zone).after(now)).isEqualTo(new DigestTime.Due(date, due));
  }

  /// Around all changes of all zones in ten years, whatever the time of the digest: the dates rise,
  /// so that no date has two; and nobody waits for longer than the longest day.
  @Test
  void thereIsOneDigestForEachDateThatAZoneHas() {
    Instant begin = Instant.parse("2020-01-01T00:00:00Z");
    Instant end = Instant.parse("2030-01-01T00:00:00Z");
    int changes = 0;
    for (String id : ZoneId.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(id);
      ZoneOffsetTransition change = zone.getRules().nextTransition(begin);
      while (change != null && change.getInstant().isBefore(end)) {
        changes++;
        for (LocalTime time : times(change)) {
          requireOneForEachDate(new DigestTime(time, zone), change.getInstant());
        }
        change = zone.getRules().nextTransition(change.getInstant());
      }
    }
    assertThat(changes).isGreaterThan(1_000);
  }

  private static List<LocalTime> times(ZoneOffsetTransition change) {
    LocalTime before = change.getDateTimeBefore().toLocalTime().withSecond(0);
    LocalTime after = change.getDateTimeAfter().toLocalTime().withSecond(0);
    return List.of(
        before, before.minusMinutes(1), after, after.plusMinutes(1), before.plusMinutes(30));
  }

  private static void requireOneForEachDate(DigestTime time, Instant change) {
    Instant now = change.minus(Duration.ofDays(2));
    LocalDate last = null;
    while (now.isBefore(change.plus(Duration.ofDays(2)))) {
      DigestTime.Due due = time.after(now);
      if (!due.at().isAfter(now)
          || due.at().isAfter(now.plus(Duration.ofHours(27)))
          || (last != null && !due.date().equals(last.plusDays(1)))) {
        throw new AssertionError(time + " after " + now + " is " + due + ", after " + last);
      }
      // Asking at any time before gives the same.
      if (!time.after(due.at().minusMillis(1)).equals(due)) {
        throw new AssertionError(time + " just before " + due);
      }
      last = due.date();
      now = due.at();
    }
  }

  @Test
  void secondsAreRefused() {
    assertThatThrownBy(() -> at("08:00:01", "UTC")).isInstanceOf(Rejected.class);
  }
}
