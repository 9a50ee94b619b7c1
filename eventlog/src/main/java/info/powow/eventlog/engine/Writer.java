package info.powow.eventlog.engine;

import java.util.List;
import org.rocksdb.RocksDBException;

/// The single thread that writes: takes all waiting appends, stages them, and writes the valid ones
/// as one batch with one fsync.
final class Writer {
  private final AppendQueue queue;
  private final LiveStore live;
  private final Staging staging;
  private final NewestEntries newest;
  private final Publisher publisher;
  private final EventLogObserver observer;
  private final Thread thread;

  Writer(
      EventLogOptions options,
      AppendQueue queue,
      LiveStore live,
      NewestEntries newest,
      Publisher publisher,
      EventLogObserver observer) {
    this.queue = queue;
    this.live = live;
    this.staging = new Staging(options, live.store(), live.head());
    this.newest = newest;
    this.publisher = publisher;
    this.observer = observer;
    this.thread = Thread.ofPlatform().name("powow-log-writer").daemon().unstarted(this::run);
  }

  Thread thread() {
    return thread;
  }

  /// Ends when the queue is closed and empty.
  private void run() {
    while (true) {
      List<Append> group = queue.takeGroup();
      if (group.isEmpty()) {
        publisher.end();
        return;
      }
      try {
        EventLogException obstacle = live.obstacle();
        if (obstacle == null) {
          write(group);
        } else {
          failAll(group, obstacle);
        }
      } catch (Throwable e) {
        // Whatever the failure, no caller may wait forever, and nothing may appear durable.
        failAll(group, live.failed(e));
      }
      queue.done(group);
      publisher.publish(group);
    }
  }

  private void write(List<Append> group) throws RocksDBException {
    Store store = live.store();
    staging.stage(group, store, live.head());
    if (staging.isEmpty()) {
      return;
    }
    byte[] batch = staging.batch();
    long start = System.nanoTime();
    try {
      store.write(batch);
    } catch (RocksDBException e) {
      observer.writeFailed(System.nanoTime() - start);
      throw e;
    }
    List<Logged> logged = staging.logged();
    observer.written(group.size(), logged.size(), batch.length, System.nanoTime() - start);
    for (Logged entry : logged) {
      newest.add(entry);
    }
    live.written(batch.length, staging.lastIndex());
  }

  private static void failAll(List<Append> group, EventLogException cause) {
    for (Append append : group) {
      append.fail(cause);
    }
  }
}
