package info.powow.analytics.duckdb;

import org.jspecify.annotations.Nullable;

/// The answer of a child process, as one line of JSON.
///
/// @param rows the number of rows that were written
/// @param cut whether there are more rows than were written
/// @param failure null if it succeeded
/// @param message DuckDB's message, without paths
public record Outcome(long rows, boolean cut, @Nullable Failure failure, @Nullable String message) {
  /// Why there is no answer.
  public enum Failure {
    /// The SQL is not allowed, or has an error.
    INVALID,
    /// It needs more memory than allowed.
    TOO_LARGE,
    TIMEOUT,
    /// The process ended, or DuckDB does not run here.
    UNAVAILABLE
  }

  static Outcome written(long rows, boolean cut) {
    return new Outcome(rows, cut, null, null);
  }

  static Outcome failed(Failure failure, String message) {
    return new Outcome(0, false, failure, message);
  }
}
