package info.powow.standalone.demo;

import java.util.Optional;
import java.util.UUID;

/// Identifies a message by stage, performance and step. Encoded in the key of the message.
///
/// The keys are UUIDs of version 8 (RFC 9562, "custom"). After a restart, they tell how far the
/// performance had come, and a message that is sent again is not duplicated.
record Cue(int stage, int performance, int step) implements Comparable<Cue> {
  private static final long MARK = 0x504f574f_57448000L; // "POWOWD", version 8
  private static final long MARK_BITS = 0xffffffff_fffff000L;
  private static final long VARIANT = 0x80000000_00000000L;
  private static final long VARIANT_BITS = 0xc0000000_00000000L;

  Cue {
    if (stage < 0 || stage > 0xfff || performance < 0 || performance > 0x3fff_ffff || step < 0) {
      throw new IllegalArgumentException("no such cue");
    }
  }

  String key() {
    return new UUID(MARK | stage, VARIANT | ((long) performance << 32) | step).toString();
  }

  /// Decodes a key, if it is one of the demo.
  static Optional<Cue> of(String key) {
    UUID uuid;
    try {
      uuid = UUID.fromString(key);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    long most = uuid.getMostSignificantBits();
    long least = uuid.getLeastSignificantBits();
    if ((most & MARK_BITS) != MARK || (least & VARIANT_BITS) != VARIANT || (int) least < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Cue((int) (most & 0xfff), (int) ((least & ~VARIANT_BITS) >>> 32), (int) least));
  }

  @Override
  public int compareTo(Cue other) {
    return performance == other.performance
        ? Integer.compare(step, other.step)
        : Integer.compare(performance, other.performance);
  }
}
