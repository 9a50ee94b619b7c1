package info.powow.ops;

import java.util.concurrent.atomic.AtomicLongArray;

/// When the calls began that are under way, to tell how long the oldest has been waiting. Keeps a
/// bounded number; further calls are counted only.
final class CallsInFlight {
  private static final int MOST = 32;
  private static final long FREE = 0;

  private final AtomicLongArray began = new AtomicLongArray(MOST);

  void began(long nanos) {
    for (int i = 0; i < MOST; i++) {
      if (began.get(i) == FREE && began.compareAndSet(i, FREE, nanos)) {
        return;
      }
    }
  }

  void ended(long nanos) {
    for (int i = 0; i < MOST; i++) {
      if (began.get(i) == nanos && began.compareAndSet(i, nanos, FREE)) {
        return;
      }
    }
  }

  /// @return how long the oldest call has been under way; 0 if there is none
  long oldestNanos(long now) {
    long oldest = 0;
    for (int i = 0; i < MOST; i++) {
      long each = began.get(i);
      if (each != FREE) {
        oldest = Math.max(oldest, now - each);
      }
    }
    return oldest;
  }
}
