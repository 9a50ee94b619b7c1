package info.powow.bench.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// Waits for something for as long as it gets on: a slow server is waited for, and one that has
/// lost something is not.
public final class ProgressTimeout {
  private ProgressTimeout() {}

  /// @param silence how long it may stand still
  /// @param progress grows while it gets on
  /// @return whether it was done, or stood still before
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
