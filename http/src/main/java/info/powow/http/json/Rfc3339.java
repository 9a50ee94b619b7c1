package info.powow.http.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parses dates and times strictly by RFC 3339: four-digit years; no week dates, ordinal dates or
/// zone names.
public final class Rfc3339 {
  public static final String INSTANT = "a time such as 2026-12-24T18:00:00Z";
  static final String DATE = "a date such as 2026-12-24";
  static final String TIME_OF_DAY = "a time of day such as 09:30";
  static final String ZONE = "an IANA time zone such as Europe/Berlin";

  private static final Pattern INSTANT_FORM =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt](?!24)[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?"
              + "(?:[Zz]|[+-][0-9]{2}:[0-9]{2})");
  private static final Pattern DATE_FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern TIME_FORM =
      Pattern.compile("[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?");
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

  /// Without offsets such as `+05:30` or `UTC+3`, which the JDK also takes for zones and browsers do
  /// not.
  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

  private Rfc3339() {}

  /// Null if the text is not a valid time.
  public static @Nullable Instant instant(String text) {
    Instant instant = parsed(INSTANT_FORM, text, Instant::parse);
    // An offset may move a time out of the years that have four digits.
    return instant == null || instant.isBefore(FIRST) || !instant.isBefore(AFTER_LAST)
        ? null
        : instant;
  }

  static @Nullable LocalDate date(String text) {
    return parsed(DATE_FORM, text, LocalDate::parse);
  }

  static @Nullable LocalTime timeOfDay(String text) {
    return parsed(TIME_FORM, text, LocalTime::parse);
  }

  static @Nullable ZoneId zone(String text) {
    return ZONES.contains(text) ? ZoneId.of(text) : null;
  }

  private static <T> @Nullable T parsed(Pattern form, String text, Function<String, T> parse) {
    if (!form.matcher(text).matches()) {
      return null;
    }
    try {
      return parse.apply(text);
    } catch (DateTimeException _) {
      return null;
    }
  }
}
