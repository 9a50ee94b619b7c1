package info.powow.projector;

import info.powow.eventlog.LoggedEvent;
import java.util.List;

/// Views in one store that are derived from the log. A [Projector] runs it.
///
/// The projection's position and dead letters are in the store of its views. Deleting the views
/// also deletes these, so the projection starts again from the beginning.
///
/// Every method may throw if the store is unavailable. It is then retried with pauses.
public interface Projection {
  /// One lower-case word, for metrics and operators.
  String name();

  /// Identifies projections that write the same documents and share the work: the name and, if
  /// documents of several versions may be in one store, the version.
  default String edition() {
    return name();
  }

  /// Creates a sink for some of the streams. Each sink is used by one thread.
  Sink newSink();

  /// The log index from which a segment has to continue: everything before it is written. If the
  /// number of segments has changed, this is the position of the slowest old segment; 0 if there is
  /// none.
  long position(int segment, int segments);

  /// Saves the position up to which a segment is written. It may be lower than the saved one if a
  /// delayed node calls late; applying events again has no effect.
  void savePosition(int segment, int segments, long index);

  /// Throws [StoreReplaced] if the store was emptied since the segment read its position. What is
  /// in memory must then not be written, because the documents that it builds on are gone.
  default void requireBegun(int segment) {}

  /// The events that are left out.
  default SkippedEvents skipped() {
    return SkippedEvents.NONE;
  }

  /// The stopped streams.
  List<DeadLetter> deadLetters();

  /// Stores a dead letter, replacing the stream's previous one.
  void park(DeadLetter letter);

  /// Deletes the dead letter of a stream, which then continues.
  void release(String stream);

  /// Applies events to documents in memory, and writes the documents.
  ///
  /// A batch is loaded, then applied event by event. Several batches may be applied before one
  /// flush; nothing is written before the flush. Any event may be applied again later, for example
  /// after a restart, and must then have no effect.
  interface Sink {
    /// Loads the documents that these events need and that are not yet in memory. They stay in
    /// memory until the next flush.
    void load(List<LoggedEvent> events);

    /// Applies an event in memory, entirely or not at all. Ignores events that do not concern this
    /// projection.
    ///
    /// @throws RuntimeException if the event cannot be applied: its stream then stops, and the
    ///     others continue
    void apply(LoggedEvent event);

    /// The number of documents of usual size that wait to be written.
    int pending();

    /// Writes pending documents. Called again after a failure.
    void flush();
  }
}
