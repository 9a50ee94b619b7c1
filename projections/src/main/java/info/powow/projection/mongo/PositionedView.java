package info.powow.projection.mongo;

/// A document that is the fold of the events of one stream.
public interface PositionedView extends StoredView {
  /// The name of the field that holds [#position].
  String POSITION = "position";

  /// The sequence of the last event that changed it; negative if none has.
  long position();
}
