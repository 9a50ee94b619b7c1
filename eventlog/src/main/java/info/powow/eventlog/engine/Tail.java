package info.powow.eventlog.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Follows the log from an index. Reads from memory near the head, and from disk further behind.
/// Notified of new entries instead of polling. Not thread-safe.
public final class Tail implements AutoCloseable {
  private static final long CHUNK_BYTES = 4 << 20;

  private final EventLog log;
  private long position;
  private volatile @Nullable Thread waiting;
  private volatile @Nullable Runnable whenAvailable;
  private volatile boolean closed;

  Tail(EventLog log, long after) {
    this.log = log;
    this.position = after;
  }

  /// The index of the last entry returned.
  public long position() {
    return position;
  }

  /// Returns at most this many next entries; empty at the head.
  public List<Logged> poll(int maxCount) {
    long head = log.head();
    if (closed || head <= position) {
      return List.of();
    }
    List<Logged> next = fromMemory(head, maxCount);
    if (next.isEmpty()) {
      next = log.readAll(position, maxCount, CHUNK_BYTES);
    }
    if (!next.isEmpty()) {
      position = next.getLast().index();
    }
    return next;
  }

  /// Like [#poll], with payloads as they are on disk: sealed. Always reads from the store.
  public List<Logged> pollStored(int maxCount) {
    List<Logged> next = closed ? List.of() : log.readStored(position, maxCount, CHUNK_BYTES);
    if (!next.isEmpty()) {
      position = next.getLast().index();
    }
    return next;
  }

  private List<Logged> fromMemory(long head, int maxCount) {
    Logged first = log.newest().at(position + 1);
    if (first == null) {
      return List.of();
    }
    int most = (int) Math.min(head - position, maxCount);
    if (most == 1) {
      return List.of(first);
    }
    List<Logged> next = new ArrayList<>(most);
    next.add(first);
    while (next.size() < most) {
      Logged logged = log.newest().at(position + 1 + next.size());
      if (logged == null) {
        break;
      }
      next.add(logged);
    }
    return next;
  }

  /// Waits up to this long for more entries, and returns whether there are some.
  public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    if (log.head() > position) {
      return true;
    }
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    waiting = Thread.currentThread();
    try {
      while (log.head() <= position && !closed) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(this, left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return !closed;
    } finally {
      waiting = null;
    }
  }

  /// Registers a callback for new entries, on a thread of the log: must be fast. Runs at once if
  /// there are some now.
  public void whenAvailable(@Nullable Runnable callback) {
    whenAvailable = callback;
    if (callback != null && log.head() > position) {
      callback.run();
    }
  }

  void wake() {
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
    Runnable callback = whenAvailable;
    if (callback != null) {
      callback.run();
    }
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    log.forget(this);
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }
}
