package info.powow.http.json;

import info.powow.domain.Rejected;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The required form of a query parameter or path variable of some type.
///
/// @param expected a description for people
/// @param isTaken whether a text is valid
/// @param list whether it is a comma-separated list
record ParameterKind(String expected, Predicate<String> isTaken, boolean list) {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
  private static final Pattern REAL =
      Pattern.compile("-?[0-9]{1,30}(?:\\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?");

  private static final ParameterKind POSITION =
      new ParameterKind(
          "a position: a whole number from 0",
          text -> !text.startsWith("-") && isLong(text),
          false);
  private static final ParameterKind LONG =
      new ParameterKind("a whole number", ParameterKind::isLong, false);
  private static final ParameterKind INTEGER =
      new ParameterKind("a whole number", ParameterKind::isInteger, false);
  private static final ParameterKind NUMBER =
      new ParameterKind("a number", ParameterKind::isReal, false);
  private static final ParameterKind FLAG =
      new ParameterKind(
          "true or false", text -> text.equals("true") || text.equals("false"), false);
  private static final ParameterKind TIME =
      new ParameterKind(Rfc3339.INSTANT, text -> Rfc3339.instant(text) != null, false);

  private static final Map<Type, ParameterKind> KINDS =
      Map.of(
          long.class, LONG,
          Long.class, LONG,
          int.class, INTEGER,
          Integer.class, INTEGER,
          double.class, NUMBER,
          Double.class, NUMBER,
          boolean.class, FLAG,
          Boolean.class, FLAG,
          Instant.class, TIME);

  /// Null for types that controllers parse themselves.
  static @Nullable ParameterKind inQuery(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      ParameterKind items = KINDS.get(list.getActualTypeArguments()[0]);
      return items == null
          ? null
          : new ParameterKind(items.expected() + " each", items.isTaken(), true);
    }
    return KINDS.get(type);
  }

  /// Every number in a path is a position.
  static @Nullable ParameterKind inPath(Type type) {
    return type == long.class || type == Long.class ? POSITION : KINDS.get(type);
  }

  /// @throws Rejected that names the parameter
  void require(String name, String text) {
    for (String each : list ? text.split(",", -1) : new String[] {text}) {
      if (!isTaken.test(each)) {
        throw Rejected.field(name, expected, each.isEmpty() ? "nothing" : "string");
      }
    }
  }

  private static boolean isLong(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return false;
    }
    try {
      long _ = Long.parseLong(text);
      return true;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private static boolean isInteger(String text) {
    return isLong(text) && Long.parseLong(text) == (int) Long.parseLong(text);
  }

  private static boolean isReal(String text) {
    return REAL.matcher(text).matches() && Double.isFinite(Double.parseDouble(text));
  }
}
