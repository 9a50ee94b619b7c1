package info.powow.http.json;

import tools.jackson.core.JsonParser;

/// Reads one value of a request.
///
/// @param <T> the resulting type
interface ValueReader<T> {
  /// @param in at the first token of the value; afterwards at its last
  /// @throws info.powow.domain.Rejected with a path relative to this value
  T read(JsonParser in);

  /// A description of valid values, for people.
  String expected();
}
