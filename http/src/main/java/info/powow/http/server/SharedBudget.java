package info.powow.http.server;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bounded amount of something that is shared: so much in all, and so much for each holder.
final class SharedBudget {
  private final long most;
  private final long mostEach;
  private final Map<String, Long> taken = new HashMap<>();
  private long total;

  SharedBudget(long most, long mostEach) {
    this.most = most;
    this.mostEach = mostEach;
  }

  enum Answer {
    GIVEN,
    /// The holder has as much as one may have.
    TOO_MUCH_FOR_ONE,
    /// All of it is taken.
    ALL_TAKEN
  }

  /// @param holder whose share it is; `null` counts in all only
  synchronized Answer take(@Nullable String holder, long amount) {
    if (holder != null && taken.getOrDefault(holder, 0L) + amount > mostEach) {
      return Answer.TOO_MUCH_FOR_ONE;
    }
    if (total + amount > most) {
      return Answer.ALL_TAKEN;
    }
    total += amount;
    if (holder != null) {
      taken.merge(holder, amount, Long::sum);
    }
    return Answer.GIVEN;
  }

  synchronized void give(@Nullable String holder, long amount) {
    total -= amount;
    if (holder != null) {
      taken.computeIfPresent(holder, (_, before) -> before == amount ? null : before - amount);
    }
  }

  synchronized long total() {
    return total;
  }

  /// How many holders are remembered.
  synchronized int holders() {
    return taken.size();
  }
}
