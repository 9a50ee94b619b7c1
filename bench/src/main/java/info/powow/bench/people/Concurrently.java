package info.powow.bench.people;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Runs an action for many items concurrently.
public final class Concurrently {
  private Concurrently() {}

  /// The action for each item.
  public interface Action<T, R> {
    R apply(T item) throws Exception;
  }

  /// @param width the number of concurrent actions
  /// @return the results in the order of the items
  /// @throws PreparationFailed on the first failure, after which no further action starts
  public static <T, R> List<R> map(
      String what, List<T> items, int width, ProgressLine progress, Action<T, R> action)
      throws InterruptedException {
    ProgressLine.Count count = progress.count(what, items.size());
    Semaphore room = new Semaphore(width);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<R>> futures = new ArrayList<>(items.size());
      for (T item : items) {
        futures.add(threads.submit(one(action, item, room, count)));
      }
      List<R> answers = new ArrayList<>(items.size());
      for (Future<R> future : futures) {
        try {
          answers.add(future.get());
        } catch (ExecutionException e) {
          threads.shutdownNow();
          throw new PreparationFailed(what, e.getCause() == null ? e : e.getCause());
        }
      }
      return answers;
    }
  }

  private static <T, R> Callable<R> one(
      Action<T, R> action, T item, Semaphore room, ProgressLine.Count count) {
    return () -> {
      room.acquire();
      try {
        R answer = action.apply(item);
        count.one();
        return answer;
      } finally {
        room.release();
      }
    };
  }
}
