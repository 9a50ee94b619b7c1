package info.powow.eventlog;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The event log, for everybody who reads it: pushes, views, search. Any method may fail while the
/// log is away.
public interface EventSource {
  /// Tells this log from what it was before it was restored from a backup, and from every other;
  /// null when that cannot be told, as of a log on a server that has no event yet. Positions of one
  /// epoch mean nothing in another.
  @Nullable String epoch();

  /// The place of the newest event; 0 when there is none.
  long head();

  /// Whether other processes append to the log too.
  default boolean hasOtherWriters() {
    return false;
  }

  /// Follows the log from behind a place; 0 is from the beginning.
  Cursor openAfter(long index);

  /// Events of one stream from a sequence number on, at most so many. A store that finds streams
  /// without knowing their places in the log leaves [LoggedEvent#index] at 0.
  List<LoggedEvent> read(String stream, long fromSequence, int maxCount);

  /// Events of one stream from a sequence number on, to its end, read in chunks as they are asked
  /// for.
  default Iterator<LoggedEvent> iterate(String stream, long fromSequence) {
    return new StreamIterator(this, stream, fromSequence);
  }

  /// The sequence number of the last event of a stream; empty when there is no such stream.
  OptionalLong lastSequence(String stream);

  /// A place in the log that moves forward. For one thread.
  interface Cursor extends AutoCloseable {
    /// What comes next, at most so many; empty when this is the head.
    List<LoggedEvent> poll(int maxCount);

    /// Waits until there is more, or for this long; may also return early.
    void await(Duration timeout) throws InterruptedException;

    /// Has this run whenever there may be more, and at once when there is more now. It runs on a
    /// thread of the log: it must be quick.
    void whenAvailable(Runnable callback);

    @Override
    void close();
  }
}
