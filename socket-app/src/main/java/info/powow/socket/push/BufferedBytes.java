package info.powow.socket.push;

import org.jspecify.annotations.Nullable;

/// Counts the bytes buffered while devices catch up, per person and in total. Used on the push
/// thread.
final class BufferedBytes {
  /// Buffers are released at once, and more than a few send buffers would close the devices anyway.
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

  /// @return false if that exceeds a limit
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
