package info.powow.command.identity;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Runs what is slow on purpose on a few threads of its own, so that a flood of sign-ins holds no
/// HTTP thread and leaves processors to those who chat.
///
/// The queue is bounded, and one address may have a part of it only. Addresses take turns: a flood
/// from one of them delays the others by one password each round.
final class PasswordQueue implements AutoCloseable {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int length;
  private final int share;

  /// Who waits, by address, in the order of their turns. Guarded by `this`, as all below.
  private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();

  private int count;
  private boolean closed;

  /// @param concurrency passwords that are worked on at once
  /// @param length how many may wait
  /// @param share how many of one address may wait
  PasswordQueue(int concurrency, int length, int share) {
    this.length = length;
    this.share = share;
    for (int i = 0; i < concurrency; i++) {
      Thread.ofPlatform().name("passwords-" + i).daemon().start(this::work);
    }
  }

  /// @param address from where it is asked for
  /// @throws Rejected with `too_many_requests` when the address has its share already, with
  ///     `sign_in_busy` when the queue is full
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
        next().run();
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
