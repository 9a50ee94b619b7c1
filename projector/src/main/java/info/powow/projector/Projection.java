package info.powow.projector;

import info.powow.eventlog.LoggedEvent;
import java.util.List;

/// Views in one store that are made from the log. A [Projector] runs it.
///
/// What a projection remembers about itself stands in the store of its views: whoever deletes the
/// views deletes it too, and they are made again from the beginning.
///
/// Every method may throw when the store is away: it is then tried again, with pauses.
public interface Projection {
  /// One lower-case word, for metrics and operators.
  String name();

  /// What those have in common who write the same documents, and so share the work: the name, and
  /// where documents of several versions may stand in one store, the version.
  default String edition() {
    return name();
  }

  /// Something that applies the events of some streams; used by one thread.
  Sink newSink();

  /// Place in the log from which a segment has to go on: up to there all of it is written. Where
  /// the streams were shared out among another number of segments before, it is where the last of
  /// these was; 0 when there is nothing.
  long position(int segment, int segments);

  /// Whoever says this has written all up to there. It may be less than was said before, by
  /// somebody who was held up meanwhile: what is applied again changes nothing.
  void savePosition(int segment, int segments, long index);

  /// Fails with [StoreReplaced] when the store was emptied since the segment asked for its position:
  /// what is in memory must not be written to it, since what was before is missing there.
  default void requireBegun(int segment) {}

  /// The streams that are stopped.
  List<DeadLetter> deadLetters();

  /// Remembers that a stream is stopped, in the place of what was remembered about it before.
  void park(DeadLetter letter);

  /// The stream goes on.
  void release(String stream);

  /// Applies events to documents in memory, and writes the documents.
  ///
  /// A batch is loaded, then applied event by event; many batches may be applied before one flush.
  /// Nothing is written before. Each event may come again, later and after a restart: that must
  /// change nothing.
  interface Sink {
    /// Gets from the store what applying these events needs and is not in memory yet. Stays there
    /// until the next flush.
    void load(List<LoggedEvent> events);

    /// Applies an event in memory, entirely or not at all. Events that are none of this
    /// projection's business are passed over.
    ///
    /// @throws RuntimeException when this event cannot be applied: its stream is then stopped, and
    ///     the others go on
    void apply(LoggedEvent event);

    /// How many documents of usual size wait to be written.
    int pending();

    /// Writes what waits. After a failure the same is asked again.
    void flush();
  }
}
