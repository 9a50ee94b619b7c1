package info.powow.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys with the highest rates, in bounded memory and without allocation. Each key belongs to a
/// bucket, in which the majority wins (Boyer and Moore, 1981): a rate may be too low, never too high.
/// Thread-safe.
public final class HeavyHitters {
  private static final int SECONDS = 10;

  private final int mask;
  private final @Nullable String[] keys;
  private final int[] counts;
  private int seconds;
  private List<Rate> newest = List.of();

  /// @param buckets a power of two
  public HeavyHitters(int buckets) {
    if (Integer.bitCount(buckets) != 1) {
      throw new IllegalArgumentException("the number of buckets must be a power of two");
    }
    this.mask = buckets - 1;
    this.keys = new String[buckets];
    this.counts = new int[buckets];
  }

  /// @param perSecond over the last ten complete seconds
  public record Rate(String key, double perSecond) {}

  public synchronized void hit(String key) {
    int hash = key.hashCode() * 0x9E3779B9;
    int bucket = (hash ^ (hash >>> 16)) & mask;
    if (key.equals(keys[bucket])) {
      counts[bucket]++;
    } else if (counts[bucket] == 0) {
      keys[bucket] = key;
      counts[bucket] = 1;
    } else {
      counts[bucket]--;
    }
  }

  /// Called once a second.
  public synchronized void tick() {
    seconds++;
    if (seconds < SECONDS) {
      return;
    }
    seconds = 0;
    List<Rate> rates = new ArrayList<>();
    for (int bucket = 0; bucket <= mask; bucket++) {
      String key = keys[bucket];
      if (key != null && counts[bucket] > 0) {
        rates.add(new Rate(key, counts[bucket] / (double) SECONDS));
      }
    }
    rates.sort(Comparator.comparingDouble(Rate::perSecond).reversed());
    newest = rates;
    Arrays.fill(keys, null);
    Arrays.fill(counts, 0);
  }

  /// The highest rates first.
  public synchronized List<Rate> top(int limit) {
    return List.copyOf(newest.subList(0, Math.min(limit, newest.size())));
  }
}
