package info.powow.projection.search;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Stops asking what did not answer several times in a row. After a pause one question is let
/// through: its answer closes the breaker, its failure begins another pause.
final class Breaker {
  private final int failuresToOpen;
  private final long pauseNanos;
  private final LongSupplier nanoTime;

  private @Nullable Object asked;
  private int failures;
  private long openedAt;
  private boolean probing;

  Breaker(int failuresToOpen, Duration pause, LongSupplier nanoTime) {
    this.failuresToOpen = failuresToOpen;
    this.pauseNanos = pause.toNanos();
    this.nanoTime = nanoTime;
  }

  /// @param who is to be asked: somebody new begins with no failures
  synchronized boolean permits(Object who) {
    if (asked != who) {
      asked = who;
      succeeded();
    }
    if (failures < failuresToOpen) {
      return true;
    }
    if (probing || nanoTime.getAsLong() - openedAt < pauseNanos) {
      return false;
    }
    probing = true;
    return true;
  }

  synchronized boolean isOpen(Object who) {
    return asked == who && failures >= failuresToOpen;
  }

  synchronized void succeeded() {
    failures = 0;
    probing = false;
  }

  synchronized void failed() {
    failures++;
    probing = false;
    openedAt = nanoTime.getAsLong();
  }
}
