package info.powow.ops;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/// The trace id of a message: the first 128 bits of SHA-256(`conversation~position`). Anybody who
/// knows the message knows its trace id, so it is neither stored nor sent.
public final class TraceId {
  private static final int BYTES = 16;

  private TraceId() {}

  /// The trace id of something that has no position, such as a refusal.
  static String random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    // All zeros is no trace id.
    return hex.toHexDigits(random.nextLong() | 1) + hex.toHexDigits(random.nextLong());
  }

  /// 32 hexadecimal digits, as W3C Trace Context writes a trace id.
  public static String of(String conversation, long position) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((conversation + '~' + position).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
