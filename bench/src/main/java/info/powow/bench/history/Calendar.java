package info.powow.bench.history;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// When things happen: little at night, most in the evening, more at the weekend, and a bit more each
/// day. Gives the times of a number of events in order.
final class Calendar {
  /// The share of each hour, in the time of the town.
  private static final int[] HOURS = {
    6, 3, 2, 1, 1, 3, 12, 28, 40, 42, 44, 50, 58, 52, 46, 46, 52, 64, 78, 92, 96, 84, 52, 20
  };

  private static final double WEEKEND = 1.25;

  /// How many times as much happens on the last day as on the first.
  private static final double GROWTH = 3;

  private static final long HOUR_MILLIS = 3_600_000;

  private final LocalDate first;
  private final int days;
  private final long events;

  /// The share of all events up to and including each hour.
  private final double[] upTo;

  private int hour;

  Calendar(LocalDate first, int days, long events) {
    this.first = first;
    this.days = days;
    this.events = events;
    this.upTo = new double[days * HOURS.length];
    double sum = 0;
    for (int day = 0; day < days; day++) {
      DayOfWeek weekday = first.plusDays(day).getDayOfWeek();
      double busy = weekday.compareTo(DayOfWeek.SATURDAY) >= 0 ? WEEKEND : 1;
      double grown = 1 + (GROWTH - 1) * day / Math.max(1, days - 1);
      for (int of = 0; of < HOURS.length; of++) {
        sum += HOURS[of] * busy * grown;
        upTo[day * HOURS.length + of] = sum;
      }
    }
    for (int i = 0; i < upTo.length; i++) {
      upTo[i] /= sum;
    }
  }

  Instant end() {
    return first.plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /// When an event happens. To be called with ever larger numbers.
  ///
  /// @param number 0 to the number of events
  Instant at(long number) {
    double share = Math.min(1, (number + 0.5) / events);
    while (hour < upTo.length - 1 && upTo[hour] < share) {
      hour++;
    }
    double before = hour == 0 ? 0 : upTo[hour - 1];
    double within = (share - before) / (upTo[hour] - before);
    long start = first.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    return Instant.ofEpochMilli(
        start + hour * HOUR_MILLIS + (long) (Math.clamp(within, 0, 1) * (HOUR_MILLIS - 1)));
  }
}
