package info.powow.http;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Reports whether live data nearly fills the heap, so that new work can be refused while there is
/// memory for work in progress. Garbage does not count.
public final class HeapPressure {
  private static final long COLLECT_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final List<MemoryPoolMXBean> pools;
  private final AtomicLong collectAt = new AtomicLong(System.nanoTime());

  /// @param percent how much of the tenured generation may be in use after a collection
  public HeapPressure(int percent) {
    pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(HeapPressure::holdsWhatStays)
            .toList();
    for (MemoryPoolMXBean pool : pools) {
      pool.setCollectionUsageThreshold(pool.getUsage().getMax() / 100 * percent);
    }
  }

  private static boolean holdsWhatStays(MemoryPoolMXBean pool) {
    String name = pool.getName();
    return pool.getType() == MemoryType.HEAP
        && pool.isCollectionUsageThresholdSupported()
        && pool.getUsage().getMax() > 0
        && !name.contains("Eden")
        && !name.contains("Survivor")
        && !name.contains("Young");
  }

  public boolean isHigh() {
    for (MemoryPoolMXBean pool : pools) {
      if (pool.isCollectionUsageThresholdExceeded()
          && pool.getUsage().getUsed() > pool.getCollectionUsageThreshold()) {
        lookAgainSoon();
        return true;
      }
    }
    return false;
  }

  /// A node that refuses work may allocate too little for a collection, and so would never notice
  /// that there is room again.
  private void lookAgainSoon() {
    long now = System.nanoTime();
    long due = collectAt.get();
    if (now - due >= 0 && collectAt.compareAndSet(due, now + COLLECT_EVERY_NANOS)) {
      Thread.ofPlatform().daemon().name("heap-pressure").start(System::gc);
    }
  }
}
