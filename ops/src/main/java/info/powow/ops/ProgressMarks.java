package info.powow.ops;

/// When a follower of the log reached which index. One mark covers many messages, so noting progress
/// costs nothing per message. Keeps the newest marks, at most one a millisecond. Thread-safe.
public final class ProgressMarks {
  private static final int CAPACITY = 32_768;
  private static final long BUCKET_NANOS = 1_000_000;

  private final long[] indexes = new long[CAPACITY];
  private final long[] times = new long[CAPACITY];
  private long count;
  private long bucketStart;

  /// Everything up to this index is done.
  public synchronized void reached(long index, long nanos) {
    if (count > 0 && indexes[slot(count - 1)] >= index) {
      return;
    }
    // Marks within a millisecond are one.
    if (count == 0 || nanos - bucketStart >= BUCKET_NANOS) {
      bucketStart = nanos;
      count++;
    }
    indexes[slot(count - 1)] = index;
    times[slot(count - 1)] = nanos;
  }

  /// When the event at this index was done.
  ///
  /// @return 0 if it is not done yet, or was done too long ago
  public synchronized long timeOf(long index) {
    long low = Math.max(0, count - CAPACITY);
    long oldest = low;
    long high = count;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (indexes[slot(middle)] < index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    // What the oldest mark covers may have been done before it.
    return low == count || low == oldest && oldest > 0 ? 0 : times[slot(low)];
  }

  private static int slot(long number) {
    return (int) (number & (CAPACITY - 1));
  }
}
