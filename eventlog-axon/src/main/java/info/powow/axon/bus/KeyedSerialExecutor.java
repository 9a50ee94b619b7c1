package info.powow.axon.bus;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Processes items with the same key in order of arrival, and items with different keys in
/// parallel. Items that arrive meanwhile are processed as one batch.
public final class KeyedSerialExecutor<T> {
  private static final int TOGETHER = 256;

  private final ConcurrentHashMap<String, Queue<T>> waiting = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Consumer<List<T>> work;

  /// @param work processes a batch of items with the same key
  KeyedSerialExecutor(Consumer<List<T>> work) {
    this.work = work;
  }

  /// For tasks: a failed one is reported, and later ones continue.
  public static KeyedSerialExecutor<Runnable> ofTasks() {
    return new KeyedSerialExecutor<>(tasks -> tasks.forEach(KeyedSerialExecutor::attempt));
  }

  public void add(String key, T what) {
    // A key has a queue exactly while a thread works on it.
    boolean[] isFirst = {false};
    waiting.compute(
        key,
        (_, queue) -> {
          isFirst[0] = queue == null;
          Queue<T> extended = queue == null ? new ArrayDeque<>() : queue;
          extended.add(what);
          return extended;
        });
    if (isFirst[0]) {
      Thread.startVirtualThread(() -> work(key));
    }
  }

  private void work(String key) {
    for (List<T> next = next(key); !next.isEmpty(); next = next(key)) {
      List<T> now = next;
      attempt(() -> work.accept(now));
    }
    lock.lock();
    try {
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// A failure does not delay later items. The work itself notifies those who wait for its result.
  private static void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  /// Removes the queue if it is empty.
  private List<T> next(String key) {
    List<T> next = new ArrayList<>(1);
    waiting.computeIfPresent(
        key,
        (_, queue) -> {
          while (next.size() < TOGETHER && !queue.isEmpty()) {
            next.add(queue.remove());
          }
          return next.isEmpty() ? null : queue;
        });
    return next;
  }

  /// Waits until all work is done, or the timeout expires.
  void awaitEnd(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    lock.lock();
    try {
      while (!waiting.isEmpty()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return;
        }
        // A finishing thread signals only after it has removed its key.
        boolean unused = ended.await(Math.min(left, 100_000_000), TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }
}
