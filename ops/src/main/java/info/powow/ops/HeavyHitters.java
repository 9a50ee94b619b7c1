package info.powow.ops;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The keys with the highest rates, in bounded memory (the Space-Saving algorithm of Metwally et al.,
/// 2005). A rate may be too high by what was counted for a key that was replaced, never too low.
/// Thread-safe.
public final class HeavyHitters {
  private static final int SECONDS = 10;

  private final int capacity;
  private final Map<String, long[]> counts;

  /// @param capacity how many keys to count
  public HeavyHitters(int capacity) {
    this.capacity = capacity;
    this.counts = new HashMap<>(capacity * 2);
  }

  /// @param perSecond over the last ten seconds
  public record Rate(String key, double perSecond) {}

  public synchronized void hit(String key) {
    long[] count = counts.get(key);
    if (count == null) {
      count = new long[SECONDS + 1];
      if (counts.size() == capacity) {
        Map.Entry<String, long[]> least =
            counts.entrySet().stream()
                .min(Comparator.comparingLong(entry -> sum(entry.getValue())))
                .orElseThrow();
        counts.remove(least.getKey());
        count[0] = sum(least.getValue());
      }
      counts.put(key, count);
    }
    count[0]++;
  }

  private static long sum(long[] count) {
    return Arrays.stream(count).sum();
  }

  /// Called once a second. The first number is that of the second that has not ended.
  public synchronized void tick() {
    counts
        .values()
        .removeIf(count -> {
          System.arraycopy(count, 0, count, 1, SECONDS);
          count[0] = 0;
          return sum(count) == 0;
        });
  }

  /// The highest rates first.
  public synchronized List<Rate> top(int limit) {
    return counts.entrySet().stream()
        .map(entry ->
            new Rate(
                entry.getKey(), (sum(entry.getValue()) - entry.getValue()[0]) / (double) SECONDS))
        .filter(rate -> rate.perSecond() > 0)
        .sorted(Comparator.comparingDouble(Rate::perSecond).reversed())
        .limit(limit)
        .toList();
  }
}
