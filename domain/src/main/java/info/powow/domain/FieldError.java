package info.powow.domain;

/// The part of a request that is invalid. Never contains the value that was sent.
///
/// @param field the path of a JSON field, such as `members[2]` or `hours.weekly[0].opens`; the name
///     of a header, a query parameter or a path variable; or `body` for the body as a whole
/// @param expected a description of valid values, such as `a string`
/// @param received the kind of value received: `absent`, `null`, `string`, `number`, `boolean`,
///     `array`, `object`, or a description of the problem
public record FieldError(String field, String expected, String received) {
  /// The message for people.
  public String message() {
    return field + ": expected " + expected + ", received " + received + ".";
  }
}
