package info.powow.eventlog;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads the event log, for pushes, views and search. Any method may throw while the log is
/// unavailable.
public interface EventSource {
  /// The identity of this log, which distinguishes it from its state before a restore from a
  /// backup, and from other logs; null if unknown, as for an empty log on a server. Positions of
  /// one epoch mean nothing in another.
  @Nullable String epoch();

  /// The index of the newest event; 0 if there is none.
  long head();

  /// Whether other processes append to the log too.
  default boolean hasOtherWriters() {
    return false;
  }

  /// Follows the log after an index; 0 starts at the beginning.
  Cursor openAfter(long index);

  /// Reads at most this many events of one stream, starting with a sequence. A store that finds
  /// streams without knowing their log indexes leaves [LoggedEvent#index] at 0.
  List<LoggedEvent> read(String stream, long fromSequence, int maxCount);

  /// Iterates over the events of one stream from a sequence to its end, reading in chunks on
  /// demand.
  default Iterator<LoggedEvent> iterate(String stream, long fromSequence) {
    return new StreamIterator(this, stream, fromSequence);
  }

  /// The sequence of the last event of a stream; empty if the stream does not exist.
  OptionalLong lastSequence(String stream);

  /// A position in the log that moves forward. Not thread-safe.
  interface Cursor extends AutoCloseable {
    /// Returns at most this many next events; empty at the head.
    List<LoggedEvent> poll(int maxCount);

    /// Waits until there are more events, or the timeout expires; may return early.
    void await(Duration timeout) throws InterruptedException;

    /// Registers a callback that runs whenever there may be more events, and at once if there are
    /// some now. It runs on a thread of the log and must be fast.
    void whenAvailable(Runnable callback);

    @Override
    void close();
  }
}
