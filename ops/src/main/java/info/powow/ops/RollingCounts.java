package info.powow.ops;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/// Counts each [Outcome] over the last ten seconds, and since the start. [#tick] moves the window
/// by one second.
final class RollingCounts {
  static final int SECONDS = 10;

  private static final int KINDS = Outcome.values().length;

  private final LongAdder[] totals = new LongAdder[KINDS];
  private final long[] before = new long[KINDS];
  private final long[][] seconds = new long[SECONDS][KINDS];
  private int next;

  RollingCounts() {
    Arrays.setAll(totals, _ -> new LongAdder());
  }

  void count(Outcome outcome) {
    totals[outcome.ordinal()].increment();
  }

  synchronized void tick() {
    for (int kind = 0; kind < KINDS; kind++) {
      long now = totals[kind].sum();
      seconds[next][kind] = now - before[kind];
      before[kind] = now;
    }
    next = (next + 1) % SECONDS;
  }

  long total(Outcome outcome) {
    return totals[outcome.ordinal()].sum();
  }

  /// The count of the last ten complete seconds.
  long rolling(Outcome outcome) {
    return rolling(outcome, SECONDS);
  }

  /// The count of the newest complete seconds.
  ///
  /// @param newest the number of seconds, at most ten
  synchronized long rolling(Outcome outcome, int newest) {
    long sum = 0;
    for (int back = 1; back <= newest; back++) {
      sum += seconds[(next + SECONDS - back) % SECONDS][outcome.ordinal()];
    }
    return sum;
  }

  /// The number of calls in the last complete second, whatever their outcome.
  synchronized long lastSecond() {
    return Arrays.stream(seconds[(next + SECONDS - 1) % SECONDS]).sum();
  }
}
