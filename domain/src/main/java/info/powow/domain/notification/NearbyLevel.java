package info.powow.domain.notification;

/// Which gatherings a person is notified of.
public enum NearbyLevel {
  /// New ones nearby that fit the person's interests, and changes of their own.
  INTERESTS,
  /// Changes of the gatherings that the person attends or is interested in.
  MINE,
  NOTHING
}
