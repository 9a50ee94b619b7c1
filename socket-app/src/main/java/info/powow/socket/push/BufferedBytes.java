package info.powow.socket.push;

import org.jspecify.annotations.Nullable;

/// Counts the bytes that are held back while devices catch up: those of one person, as part of those
/// of all. On the push thread.
final class BufferedBytes {
  /// What is held is released at once, and more than a few send buffers of it would close the
  /// devices anyway.
  private static final int MAX_OF_PERSON = 2 << 20;

  private static final int PART_OF_HEAP = 16;

  private final @Nullable BufferedBytes all;
  private final long max;
  private long bytes;

  private BufferedBytes(@Nullable BufferedBytes all, long max) {
    this.all = all;
    this.max = max;
  }

  static BufferedBytes ofAll() {
    return new BufferedBytes(null, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  BufferedBytes ofPerson() {
    return new BufferedBytes(this, MAX_OF_PERSON);
  }

  /// @return false when that would be too much
  boolean add(int more) {
    if (more > max - bytes || all != null && !all.add(more)) {
      return false;
    }
    bytes += more;
    return true;
  }

  void remove(long fewer) {
    bytes -= fewer;
    if (all != null) {
      all.remove(fewer);
    }
  }
}
