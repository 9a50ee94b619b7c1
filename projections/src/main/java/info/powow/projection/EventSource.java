package info.powow.projection;

import java.time.Duration;
import java.util.List;

/// The event log as projections read it. Any method may fail while the log is away.
public interface EventSource {
  /// The place of the newest event; 0 when there is none.
  long head();

  /// Follows the log from behind a place; 0 is from the beginning.
  Cursor openAfter(long index);

  /// Events of one stream from a sequence number on, at most so many. Their [LoggedEvent#index] is
  /// not known.
  List<LoggedEvent> read(String stream, long fromSequence, int maxCount);

  /// A place in the log that moves forward. For one thread.
  interface Cursor extends AutoCloseable {
    /// What comes next, at most so many; empty when this is the head.
    List<LoggedEvent> poll(int maxCount);

    /// Waits until there is more, or for this long; may also return early.
    void await(Duration timeout) throws InterruptedException;

    @Override
    void close();
  }
}
