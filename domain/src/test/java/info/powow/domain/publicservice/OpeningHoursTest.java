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
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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

  // On 2026-03-29 Berlin's clocks go from 02:00 to 03:00, on 2026-10-25 from 03:00 to 02:00. Those
  // of
  // New York go from 02:00 to 03:00 on 2026-03-08, and from 02:00 to 01:00 on 2026-11-01; those of
  // Havana from 01:00 to 00:00 on that day.
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 22:00, 02:30, 2026-10-25T00:29:00Z, true",
    "Europe/Berlin, 22:00, 02:30, 2026-10-25T00:30:00Z, false",
    "Europe/Berlin, 22:00, 02:30, 2026-10-25T01:15:00Z, false",
    "Europe/Berlin, 02:30, 05:00, 2026-10-25T00:45:00Z, true",
    "Europe/Berlin, 02:30, 05:00, 2026-10-25T01:15:00Z, true",
    "Europe/Berlin, 02:30, 05:00, 2026-10-25T04:00:00Z, false",
    "Europe/Berlin, 02:30, 05:00, 2026-03-29T00:59:00Z, false",
    "Europe/Berlin, 02:30, 05:00, 2026-03-29T01:00:00Z, true",
    "Europe/Berlin, 22:00, 02:30, 2026-03-29T00:59:00Z, true",
    "Europe/Berlin, 22:00, 02:30, 2026-03-29T01:00:00Z, false",
    "Europe/Berlin, 02:15, 02:45, 2026-03-29T01:20:00Z, false",
    "America/New_York, 22:00, 01:30, 2026-11-01T05:29:00Z, true",
    "America/New_York, 22:00, 01:30, 2026-11-01T05:45:00Z, false",
    "America/New_York, 22:00, 01:30, 2026-11-01T06:15:00Z, false",
    "America/New_York, 02:30, 05:00, 2026-03-08T06:59:00Z, false",
    "America/New_York, 02:30, 05:00, 2026-03-08T07:00:00Z, true",
    "America/Havana, 22:00, 00:00, 2026-11-01T03:59:00Z, true",
    "America/Havana, 22:00, 00:00, 2026-11-01T04:15:00Z, false",
    "America/Havana, 22:00, 00:00, 2026-11-01T05:15:00Z, false"
  })
  void clocksThatChangeNeitherOpenNorCloseTwice(
      String zone, String opens, String closes, Instant moment, boolean open) {
    OpeningHours daily =
        new OpeningHours(
            ZoneId.of(zone),
            List.of(weekly(EnumSet.allOf(DayOfWeek.class), opens, closes)),
            List.of());

    assertThat(daily.isOpenAt(moment)).isEqualTo(open);
  }

  /// All changes of ten years, in zones east and west of Greenwich, on both sides of the equator,
  /// with half an hour, with half a day, and around midnight.
  @Property(tries = 300)
  void aroundEachChangeOfTheClocksItOpensAndClosesOnce(
      @ForAll("changes") Change change,
      @ForAll @IntRange(min = 0, max = 95) int opens,
      @ForAll @IntRange(min = 1, max = 60) int quarters) {
    LocalTime from = LocalTime.MIN.plusMinutes(15L * opens);
    LocalTime until = from.plusMinutes(15L * quarters);
    LocalDate day = LocalDate.ofInstant(change.at(), change.zone());
    Set<DayOfWeek> only = Set.of(day.getDayOfWeek());
    OpeningHours hours =
        new OpeningHours(change.zone(), List.of(new Weekly(only, from, until)), List.of());

    int openings = 0;
    long open = 0;
    boolean before = false;
    Instant begin = day.minusDays(2).atStartOfDay(change.zone()).toInstant();
    for (int minute = 0; minute < 5 * 24 * 60; minute += 5) {
      boolean now = hours.isOpenAt(begin.plusSeconds(60L * minute));
      openings += now && !before ? 1 : 0;
      open += now ? 5 : 0;
      before = now;
    }
    long usual = 15L * quarters;
    long moved = Math.abs(change.minutes());
    assertThat(openings).isLessThanOrEqualTo(1);
    assertThat(open).isBetween(usual - moved, usual + moved);
    assertThat(openings == 0).isEqualTo(open == 0);
    assertThat(open > 0 || usual <= moved).isTrue();
  }

  record Change(ZoneId zone, Instant at, int minutes) {}

  @Provide
  Arbitrary<Change> changes() {
    Instant from = Instant.parse("2018-01-01T00:00:00Z");
    Instant until = Instant.parse("2028-01-01T00:00:00Z");
    List<Change> changes = new ArrayList<>();
    for (String id :
        List.of(
            "Europe/Berlin",
            "Europe/Lisbon",
            "America/New_York",
            "America/St_Johns",
            "America/Havana",
            "America/Santiago",
            "America/Asuncion",
            "Asia/Beirut",
            "Asia/Tehran",
            "Africa/Cairo",
            "Africa/Casablanca",
            "Australia/Lord_Howe",
            "Pacific/Auckland",
            "Pacific/Chatham",
            "Atlantic/Azores")) {
      ZoneId zone = ZoneId.of(id);
      Instant at = from;
      while (true) {
        ZoneOffsetTransition next = zone.getRules().nextTransition(at);
        if (next == null || next.getInstant().isAfter(until)) {
          break;
        }
        at = next.getInstant();
        changes.add(new Change(zone, at, (int) next.getDuration().toMinutes()));
      }
    }
    return Arbitraries.of(changes);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertRejected(Reason.INVALID_HOURS, () -> weekly(Set.of(), "08:00", "09:00"));
    assertRejected(Reason.INVALID_HOURS, () -> weekly(WORKDAYS, "08:00:01", "09:00"));
    LocalDate day = LocalDate.parse("2026-03-08");
    assertRejected(Reason.INVALID_HOURS, () -> new Special(day, day.minusDays(1), null, null));
    assertRejected(Reason.INVALID_HOURS, () -> new Special(day, day, LocalTime.NOON, null));
  }

  /// Quiet hours from ten to seven, over every change of the clocks in ten years.
  @Property
  void whatIsOpenEndsAtItsEndAndNotBefore(
      @ForAll @IntRange(max = 5) int place,
      @ForAll @IntRange(max = 19) int change,
      @ForAll @IntRange(min = -2_880, max = 2_880) int minutes) {
    ZoneId zone =
        ZoneId.of(
            List.of(
                    "Europe/Berlin",
                    "America/New_York",
                    "America/Sao_Paulo",
                    "Australia/Lord_Howe",
                    "Africa/Casablanca",
                    "Asia/Kathmandu")
                .get(place));
    Instant moment = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i <= change; i++) {
      ZoneOffsetTransition next = zone.getRules().nextTransition(moment);
      moment = next == null ? moment.plusSeconds(86_400 * 180) : next.getInstant();
    }
    moment = moment.plusSeconds(60L * minutes);
    OpeningHours night =
        new OpeningHours(
            zone, List.of(weekly(EnumSet.allOf(DayOfWeek.class), "22:00", "07:00")), List.of());

    Instant until = night.openUntil(moment);

    assertThat(night.isOpenAt(until)).isFalse();
    if (night.isOpenAt(moment)) {
      assertThat(night.isOpenAt(until.minusMillis(1))).isTrue();
      assertThat(until.atZone(zone).toLocalTime()).isEqualTo(LocalTime.of(7, 0));
      assertThat(java.time.Duration.between(moment, until).toHours()).isLessThanOrEqualTo(10);
    } else {
      assertThat(until).isEqualTo(moment);
    }
  }

  @Test
  void hoursThatTouchAreOneStretchAndHoursWithoutAnEndAreCut() {
    OpeningHours weekend =
        new OpeningHours(
            BERLIN,
            List.of(
                weekly(EnumSet.of(DayOfWeek.FRIDAY), "20:00", "00:00"),
                weekly(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), "00:00", "00:00"),
                weekly(EnumSet.of(DayOfWeek.MONDAY), "00:00", "06:00")),
            List.of());
    OpeningHours always =
        new OpeningHours(
            BERLIN, List.of(weekly(EnumSet.allOf(DayOfWeek.class), "00:00", "00:00")), List.of());
    Instant friday = LocalDateTime.parse("2026-03-06T21:00").atZone(BERLIN).toInstant();

    assertThat(weekend.openUntil(friday))
        .isEqualTo(LocalDateTime.parse("2026-03-09T06:00").atZone(BERLIN).toInstant());
    assertThat(always.openUntil(friday)).isAfter(friday.plusSeconds(86_400 * 364));
  }
}
