package info.powow.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Searches the highest rate that holds: increases by half until a rate fails, then bisects. A
/// failed rate is tried once more, because a single hiccup of the machine could otherwise halve the
/// result.
///
/// @param <S> the result of an attempt
public final class RateSearch<S> {
  private static final double STEP_UP = 1.5;

  /// Rates closer than this are indistinguishable on a machine with other load.
  private static final double CLOSE_ENOUGH = 1.06;

  private static final double LOWEST = 1;
  private static final int TRIES = 2;

  /// An attempt at a rate.
  public interface Attempt<S> {
    S at(double rate) throws InterruptedException;
  }

  /// @param rate the highest rate that held, 0 if none did
  /// @param best the result of that attempt
  /// @param all all attempts, in order
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
