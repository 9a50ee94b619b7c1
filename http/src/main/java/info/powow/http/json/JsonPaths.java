package info.powow.http.json;

import info.powow.domain.FieldError;
import info.powow.domain.Rejected;

/// Builds the path of a value in a request, from the inside out.
final class JsonPaths {
  /// The value itself.
  static final String HERE = "";

  private JsonPaths() {}

  /// The same refusal, with its path relative to the object that contains the field.
  static Rejected within(String field, Rejected refusal) {
    return at(field, refusal);
  }

  /// The same refusal, with its path relative to the array.
  static Rejected within(int index, Rejected refusal) {
    return at("[" + index + "]", refusal);
  }

  private static Rejected at(String step, Rejected refusal) {
    FieldError error = refusal.error();
    if (error == null) {
      return new Rejected(
          refusal.reason(), new FieldError(step, refusal.reason().message(), "another value"));
    }
    String rest = error.field();
    String path = rest.isEmpty() || rest.startsWith("[") ? step + rest : step + "." + rest;
    return new Rejected(refusal.reason(), new FieldError(path, error.expected(), error.received()));
  }
}
