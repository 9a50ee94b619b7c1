package info.powow.ops;

import java.util.Locale;

/// How a call of a dependency ended.
public enum Outcome {
  SUCCESS,
  /// Not made, because the circuit is open.
  SHORT_CIRCUITED,
  /// Answered with a refusal that is the caller's fault.
  BAD_REQUEST,
  TIMEOUT,
  /// Not made, because its pool is full.
  REJECTED,
  FAILURE;

  /// The name in answers and metrics.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
