package info.powow.projection.mongo;

/// A document that the events of one stream make, each of which brings it further.
public interface PositionedView extends StoredView {
  /// The name of the field that holds [#position].
  String POSITION = "position";

  /// Place in the stream of the last event that changed it; below 0 when none has.
  long position();
}
