package info.powow.http.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Validates UTF-8 by RFC 3629: no overlong forms, no surrogates. Also rejects zero bytes, which
/// JSON never contains but UTF-16 and UTF-32 do.
final class Utf8 {
  private static final String NOT_UTF_8 = "bytes that are not UTF-8";

  private Utf8() {}

  /// A description of the flaw; null if there is none.
  static @Nullable String flaw(byte[] bytes) {
    byte all = 0;
    for (byte b : bytes) {
      if (b == 0) {
        return NOT_UTF_8;
      }
      all |= b;
    }
    if (all >= 0) {
      return null;
    }
    if (bytes.length >= 3
        && bytes[0] == (byte) 0xef
        && bytes[1] == (byte) 0xbb
        && bytes[2] == (byte) 0xbf) {
      return "a byte order mark";
    }
    try {
      CharBuffer _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return null;
    } catch (CharacterCodingException _) {
      return NOT_UTF_8;
    }
  }
}
