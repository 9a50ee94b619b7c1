package info.powow.http.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
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
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?"
              + "(?:[Zz]|[+-][0-9]{2}:[0-9]{2})");
  private static final Pattern DATE_FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern TIME_FORM =
      Pattern.compile("[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?");
  private static final int LONGEST_ZONE = 64;

  private Rfc3339() {}

  /// Null if the text is not a valid time.
  public static @Nullable Instant instant(String text) {
    return parsed(INSTANT_FORM, text, Instant::parse);
  }

  static @Nullable LocalDate date(String text) {
    return parsed(DATE_FORM, text, LocalDate::parse);
  }

  static @Nullable LocalTime timeOfDay(String text) {
    return parsed(TIME_FORM, text, LocalTime::parse);
  }

  static @Nullable ZoneId zone(String text) {
    if (text.length() > LONGEST_ZONE) {
      return null;
    }
    try {
      return ZoneId.of(text);
    } catch (DateTimeException _) {
      return null;
    }
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
