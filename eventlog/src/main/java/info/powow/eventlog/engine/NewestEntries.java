package info.powow.eventlog.engine;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Caches the newest entries, so that followers near the head do not access the disk. Bounded by
/// count and by weight. Single writer, many readers.
final class NewestEntries {
  private final AtomicReferenceArray<@Nullable Logged> slots;
  private final int mask;
  private final long maxWeight;

  // accessed only by the writer
  private long weight;
  private long oldest = 1;

  /// Set by whoever wants the weight to be counted anew.
  private volatile boolean forgetting;

  NewestEntries(int count, long maxWeight) {
    int capacity = Math.max(2, Integer.highestOneBit(Math.max(1, count - 1)) << 1);
    this.slots = new AtomicReferenceArray<>(capacity);
    this.mask = capacity - 1;
    this.maxWeight = maxWeight;
  }

  void add(Logged logged) {
    if (forgetting) {
      forgetting = false;
      clear();
    }
    Logged replaced = slots.getPlain(slot(logged.index()));
    if (replaced != null) {
      weight -= replaced.entry().weight();
    }
    weight += logged.entry().weight();
    slots.setRelease(slot(logged.index()), logged);
    oldest = Math.max(oldest, logged.index() - mask);
    while (weight > maxWeight && oldest <= logged.index()) {
      Logged dropped = slots.getPlain(slot(oldest));
      if (dropped != null && dropped.index() == oldest) {
        weight -= dropped.entry().weight();
        slots.setRelease(slot(oldest), null);
      }
      oldest++;
    }
  }

  void clear() {
    for (int i = 0; i <= mask; i++) {
      slots.setRelease(i, null);
    }
    weight = 0;
  }

  /// Drops all entries, from any thread: followers read what is missing from disk.
  void forget() {
    for (int i = 0; i <= mask; i++) {
      slots.setRelease(i, null);
    }
    forgetting = true;
  }

  /// The entry at this index, if it is still cached.
  @Nullable Logged at(long index) {
    Logged logged = slots.getAcquire(slot(index));
    return logged != null && logged.index() == index ? logged : null;
  }

  private int slot(long index) {
    return (int) (index & mask);
  }
}
