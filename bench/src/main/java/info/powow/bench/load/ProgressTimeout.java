package info.powow.bench.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// Waits as long as there is progress: slow servers are waited for, but not lost messages.
public final class ProgressTimeout {
  private ProgressTimeout() {}

  /// @param silence how long there may be no progress
  /// @param progress increases with progress
  /// @return whether it completed
  public static boolean await(CompletableFuture<?> done, Duration silence, LongSupplier progress)
      throws InterruptedException {
    for (long before = -1, now = progress.getAsLong(); now != before; ) {
      before = now;
      try {
        done.get(silence.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        now = progress.getAsLong();
      } catch (ExecutionException e) {
        throw new IllegalStateException("A lane failed", e);
      }
    }
    return false;
  }
}
