package info.powow.http.json;

import tools.jackson.core.JsonParser;

/// Reads one value of a request.
///
/// @param <T> what is made of it
interface ValueReader<T> {
  /// @param in at the first token of the value; afterwards at its last
  /// @throws info.powow.domain.Rejected with a path that begins at this value
  T read(JsonParser in);

  /// What belongs there, in words.
  String expected();
}
