package info.powow.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Looks for the highest rate that holds: up by half until one does not, then between the two. A
/// rate gets a second try, because one hiccup of the machine would else halve the answer.
///
/// @param <S> what a try at a rate answers
public final class RateSearch<S> {
  private static final double STEP_UP = 1.5;

  /// Closer than this, two rates are the same on a machine with other things to do.
  private static final double CLOSE_ENOUGH = 1.06;

  private static final double LOWEST = 1;
  private static final int TRIES = 2;

  /// A try at a rate.
  public interface Attempt<S> {
    S at(double rate) throws InterruptedException;
  }

  /// @param rate the highest that held, 0 when none did
  /// @param best what that try answered
  /// @param all every try, in order
  public record Found<S>(double rate, @Nullable S best, List<S> all) {}

  private final Attempt<S> attempt;
  private final Predicate<S> holds;
  private final List<S> all = new ArrayList<>();
  private @Nullable S best;
  private double high = Double.POSITIVE_INFINITY;
  private double low;

  public RateSearch(Attempt<S> attempt, Predicate<S> holds) {
    this.attempt = attempt;
    this.holds = holds;
  }

  public Found<S> from(double start) throws InterruptedException {
    double rate = start;
    while (rate >= LOWEST && (Double.isInfinite(high) || low == 0 || high / low > CLOSE_ENOUGH)) {
      attempt(rate);
      if (Double.isInfinite(high)) {
        rate = low * STEP_UP;
      } else if (low == 0) {
        rate = high / 2;
      } else {
        rate = Math.sqrt(low * high);
      }
    }
    return new Found<>(low, best, List.copyOf(all));
  }

  private void attempt(double rate) throws InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      S answer = attempt.at(rate);
      all.add(answer);
      if (holds.test(answer)) {
        low = rate;
        best = answer;
        return;
      }
    }
    high = rate;
  }
}
