package info.powow.http.server;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A shared, bounded resource: a total, and a maximum per holder.
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
    /// The holder has reached its maximum.
    TOO_MUCH_FOR_ONE,
    /// The total is exhausted.
    ALL_TAKEN
  }

  /// @param holder `null` counts only towards the total
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

  /// The number of holders stored.
  synchronized int holders() {
    return taken.size();
  }
}
