package info.powow.projection.nearby;

/// The sort order of nearby results.
public enum NearbyOrder {
  /// The nearest.
  DISTANCE,
  /// Soonest start first; gatherings only.
  SOONEST,
  /// By words, distance and time.
  FIT
}
