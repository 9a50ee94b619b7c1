package info.powow.projection.nearby;

/// What comes first.
public enum NearbyOrder {
  /// The nearest.
  DISTANCE,
  /// What begins first; of gatherings only.
  SOONEST,
  /// What fits best: by its words, how near it is, and how soon.
  FIT
}
