package info.powow.bench.people;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A line that reports the progress of preparations.
public final class ProgressLine {
  private static final long EVERY = TimeUnit.SECONDS.toNanos(1);

  private final PrintStream out;

  /// @param out the stream for progress, separate from the results
  public ProgressLine(PrintStream out) {
    this.out = out;
  }

  public void say(String text) {
    out.println("  " + text);
  }

  /// Counts to a total.
  public Count count(String what, long total) {
    return new Count(what, total);
  }

  /// The progress of one task.
  public final class Count {
    private final String what;
    private final long total;
    private final long began = System.nanoTime();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong shown = new AtomicLong(began);

    private Count(String what, long total) {
      this.what = what;
      this.total = total;
    }

    public void one() {
      long now = System.nanoTime();
      long last = shown.get();
      long so = done.incrementAndGet();
      if (so == total) {
        say("%s: %,d in %.1f s".formatted(what, total, (now - began) / 1e9));
      } else if (now - last > EVERY && shown.compareAndSet(last, now)) {
        say("%s: %,d of %,d".formatted(what, so, total));
      }
    }
  }
}
