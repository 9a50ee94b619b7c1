package info.powow.domain;

/// Which part of a request is wrong. Never quotes what was sent.
///
/// @param field the path of a JSON field, such as `members[2]` or `hours.weekly[0].opens`; the name
///     of a header, a query parameter or a path variable; or `body` for the body as a whole
/// @param expected what belongs there, in words, such as `a string`
/// @param received the kind of what came: `absent`, `null`, `string`, `number`, `boolean`, `array`,
///     `object`, or what else was wrong with it
public record FieldError(String field, String expected, String received) {
  /// For people.
  public String message() {
    return field + ": expected " + expected + ", received " + received + ".";
  }
}
