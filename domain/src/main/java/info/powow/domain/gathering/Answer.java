package info.powow.domain.gathering;

/// What somebody says to a gathering.
public enum Answer {
  /// Comes, and takes one of its places.
  GOING,
  /// May come.
  INTERESTED,
  /// Does not come; the same as never having answered.
  DECLINED
}
