package info.powow.analytics.replay.child;

import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogOptions;
import info.powow.eventlog.engine.Logged;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// The checkpoint of the log in a child. Payloads are as on disk: sealed.
final class ChildLog implements AutoCloseable {
  private static final int BATCH = 1_024;
  private static final long BATCH_BYTES = 1 << 20;
  private static final long MEMTABLE_BYTES = 4 << 20;

  private final EventLog log;
  private final Deque<Logged> ahead = new ArrayDeque<>();

  private ChildLog(EventLog log) {
    this.log = log;
  }

  static ChildLog open(Path folder) {
    return new ChildLog(
        EventLog.open(
            EventLogOptions.in(folder)
                .withTail(1, 0)
                .withKnownStreams(1)
                .withMemtableBytes(MEMTABLE_BYTES)
                .withReservedDiskBytes(0)));
  }

  long head() {
    return log.head();
  }

  /// The next entry after an index, which must exist. Reads ahead.
  Logged next(long after) {
    Logged first = ahead.peekFirst();
    if (first == null || first.index() != after + 1) {
      ahead.clear();
      ahead.addAll(log.readStored(after, BATCH, BATCH_BYTES));
    }
    return ahead.removeFirst();
  }

  void each(long after, long last, Consumer<Logged> reader) {
    for (long index = after; index < Math.min(last, log.head()); index++) {
      reader.accept(next(index));
    }
  }

  /// At most this many entries of a stream.
  List<Logged> stream(String stream, long from, int maxCount) {
    return log.read(stream, from, maxCount);
  }

  @Override
  public void close() {
    log.close();
  }
}
