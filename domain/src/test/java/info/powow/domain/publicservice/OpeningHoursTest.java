package info.powow.domain.publicservice;

import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.Reason;
import info.powow.domain.publicservice.OpeningHours.Special;
import info.powow.domain.publicservice.OpeningHours.Weekly;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpeningHoursTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Set<DayOfWeek> WORKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

  private static Weekly weekly(Set<DayOfWeek> days, String opens, String closes) {
    return new Weekly(days, LocalTime.parse(opens), LocalTime.parse(closes));
  }

  private static boolean isOpen(OpeningHours hours, String local) {
    return hours.isOpenAt(LocalDateTime.parse(local).atZone(hours.zone()).toInstant());
  }

  private static final OpeningHours OFFICE =
      new OpeningHours(
          BERLIN,
          List.of(weekly(WORKDAYS, "08:00", "12:00"), weekly(WORKDAYS, "13:00", "17:30")),
          List.of(
              new Special(LocalDate.parse("2026-12-24"), LocalDate.parse("2026-12-26"), null, null),
              new Special(
                  LocalDate.parse("2026-12-31"),
                  LocalDate.parse("2026-12-31"),
                  LocalTime.parse("09:00"),
                  LocalTime.parse("11:00"))));

  // 2026-03-02 is a Monday.
  @ParameterizedTest
  @CsvSource({
    "2026-03-02T07:59, false",
    "2026-03-02T08:00, true",
    "2026-03-02T11:59, true",
    "2026-03-02T12:00, false",
    "2026-03-02T13:00, true",
    "2026-03-02T17:29, true",
    "2026-03-02T17:30, false",
    "2026-03-07T10:00, false",
    "2026-12-24T10:00, false",
    "2026-12-31T10:00, true",
    "2026-12-31T14:00, false"
  })
  void itIsOpenAsItSays(String local, boolean open) {
    assertThat(isOpen(OFFICE, local)).isEqualTo(open);
  }

  @Test
  void theClocksAreThoseOfThePlace() {
    assertThat(OFFICE.isOpenAt(Instant.parse("2026-03-02T07:00:00Z"))).isTrue();
    assertThat(OFFICE.isOpenAt(Instant.parse("2026-07-06T06:00:00Z"))).isTrue();
    assertThat(OFFICE.isOpenAt(Instant.parse("2026-03-02T06:00:00Z"))).isFalse();
  }

  @Test
  void aBarClosesTheDayAfter() {
    OpeningHours bar =
        new OpeningHours(
            BERLIN, List.of(weekly(Set.of(DayOfWeek.SATURDAY), "20:00", "03:00")), List.of());

    assertThat(isOpen(bar, "2026-03-07T19:59")).isFalse();
    assertThat(isOpen(bar, "2026-03-07T23:59")).isTrue();
    assertThat(isOpen(bar, "2026-03-08T02:59")).isTrue();
    assertThat(isOpen(bar, "2026-03-08T03:00")).isFalse();
    assertThat(isOpen(bar, "2026-03-07T02:00")).isFalse();
  }

  @Test
  void aDayOnWhichItIsClosedStillHasTheNightBefore() {
    OpeningHours bar =
        new OpeningHours(
            BERLIN,
            List.of(weekly(EnumSet.allOf(DayOfWeek.class), "20:00", "03:00")),
            List.of(
                new Special(
                    LocalDate.parse("2026-03-08"), LocalDate.parse("2026-03-08"), null, null)));

    assertThat(isOpen(bar, "2026-03-08T01:00")).isTrue();
    assertThat(isOpen(bar, "2026-03-08T21:00")).isFalse();
    assertThat(isOpen(bar, "2026-03-09T01:00")).isFalse();
  }

  @Property
  void fromMidnightToMidnightIsAlways(@ForAll @IntRange(min = 0, max = 525_600) int minutes) {
    OpeningHours always =
        new OpeningHours(
            BERLIN, List.of(weekly(EnumSet.allOf(DayOfWeek.class), "00:00", "00:00")), List.of());

    assertThat(always.isOpenAt(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60L * minutes)))
        .isTrue();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertRejected(Reason.INVALID_HOURS, () -> weekly(Set.of(), "08:00", "09:00"));
    assertRejected(Reason.INVALID_HOURS, () -> weekly(WORKDAYS, "08:00:01", "09:00"));
    LocalDate day = LocalDate.parse("2026-03-08");
    assertRejected(Reason.INVALID_HOURS, () -> new Special(day, day.minusDays(1), null, null));
    assertRejected(Reason.INVALID_HOURS, () -> new Special(day, day, LocalTime.NOON, null));
  }
}
