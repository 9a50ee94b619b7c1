package info.powow.eventlog.bus;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Runs tasks with the same key one after the other, in the order in which they came, and tasks
/// with different keys side by side.
final class InOrder {
  private final ConcurrentHashMap<String, Queue<Runnable>> waiting = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  void execute(String key, Runnable task) {
    // While a key has a queue, a thread is at work on it.
    boolean[] isFirst = {false};
    waiting.compute(
        key,
        (_, queue) -> {
          isFirst[0] = queue == null;
          Queue<Runnable> extended = queue == null ? new ArrayDeque<>() : queue;
          extended.add(task);
          return extended;
        });
    if (isFirst[0]) {
      Thread.startVirtualThread(() -> work(key));
    }
  }

  private void work(String key) {
    Runnable task;
    while ((task = next(key)) != null) {
      try {
        task.run();
      } catch (RuntimeException e) {
        // Whoever waits for an answer is told by the task itself; those behind it go on.
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
    lock.lock();
    try {
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the queue when it is empty.
  private @Nullable Runnable next(String key) {
    Runnable[] next = {null};
    waiting.computeIfPresent(
        key,
        (_, queue) -> {
          next[0] = queue.poll();
          return next[0] == null ? null : queue;
        });
    return next[0];
  }

  /// Waits until nothing is left to do, not for longer than that.
  void awaitEnd(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    lock.lock();
    try {
      while (!waiting.isEmpty()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return;
        }
        // A thread that ends signals after it has taken its key away.
        boolean unused = ended.await(Math.min(left, 100_000_000), TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }
}
