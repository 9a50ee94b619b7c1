package info.powow.domain.gathering;

/// A person's answer to a gathering.
public enum Answer {
  /// Attends, and takes a place.
  GOING,
  /// May attend.
  INTERESTED,
  /// Does not attend; equivalent to no answer.
  DECLINED
}
