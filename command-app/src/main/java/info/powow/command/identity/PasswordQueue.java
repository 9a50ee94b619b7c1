package info.powow.command.identity;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Runs password checks on a few threads of its own, so that a flood of sign-ins blocks no HTTP
/// threads and leaves CPU time for chat.
///
/// The queue is bounded, and so is each address's share of it. Addresses take turns: a flood from
/// one address delays the others by one password per round.
///
/// A thread that had to wait for the processor pauses as long before the next password: when the
/// processors are busy, everything else goes first.
final class PasswordQueue implements AutoCloseable {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final long LONGEST_PAUSE = Duration.ofMillis(200).toNanos();

  /// The time of the current thread, in nanoseconds.
  interface ThreadTime {
    ThreadTime SYSTEM =
        new ThreadTime() {
          private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

          @Override
          public long passed() {
            return System.nanoTime();
          }

          @Override
          public long worked() {
            return threads.isCurrentThreadCpuTimeSupported()
                ? threads.getCurrentThreadCpuTime()
                : System.nanoTime();
          }

          @Override
          public void pause(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
          }
        };

    /// On the clock.
    long passed();

    /// On a processor.
    long worked();

    void pause(long nanos) throws InterruptedException;
  }

  private final ThreadTime time;

  private final int length;
  private final int share;

  /// Waiting work by address, in the order of turns. Guarded by `this`, as everything below.
  private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();

  private int count;
  private boolean closed;

  /// @param concurrency the number of passwords processed at once
  /// @param length the maximum number that may wait
  /// @param share the maximum number per address that may wait
  PasswordQueue(int concurrency, int length, int share) {
    this(concurrency, length, share, ThreadTime.SYSTEM);
  }

  PasswordQueue(int concurrency, int length, int share, ThreadTime time) {
    this.time = time;
    this.length = length;
    this.share = share;
    for (int i = 0; i < concurrency; i++) {
      Thread.ofPlatform().name("passwords-" + i).daemon().start(this::work);
    }
  }

  /// @param address the client's address
  /// @throws Rejected with `too_many_requests` if the address has used its share, with
  ///     `sign_in_busy` if the queue is full
  <T> CompletableFuture<T> run(String address, Supplier<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    add(
        address,
        () -> {
          try {
            answer.complete(work.get());
          } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private synchronized void add(String address, Runnable task) {
    if (count >= length || closed) {
      throw new Rejected(Reason.SIGN_IN_BUSY, RETRY_AFTER);
    }
    Queue<Runnable> own = waiting.get(address);
    if (own == null) {
      own = new ArrayDeque<>();
      waiting.put(address, own);
    } else if (own.size() >= share) {
      throw new Rejected(Reason.TOO_MANY_REQUESTS, RETRY_AFTER);
    }
    own.add(task);
    count++;
    notify();
  }

  private void work() {
    try {
      while (true) {
        Runnable task = next();
        long began = time.passed() - time.worked();
        task.run();
        long waited = time.passed() - time.worked() - began;
        if (waited > 0) {
          time.pause(Math.min(waited, LONGEST_PAUSE));
        }
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private synchronized Runnable next() throws InterruptedException {
    while (count == 0) {
      if (closed) {
        throw new InterruptedException();
      }
      wait();
    }
    Iterator<Map.Entry<String, Queue<Runnable>>> turns = waiting.entrySet().iterator();
    Map.Entry<String, Queue<Runnable>> turn = turns.next();
    String address = turn.getKey();
    Queue<Runnable> own = turn.getValue();
    turns.remove();
    Runnable task = own.remove();
    count--;
    if (!own.isEmpty()) {
      waiting.put(address, own);
    }
    return task;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
