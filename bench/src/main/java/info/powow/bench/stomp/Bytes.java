package info.powow.bench.stomp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Byte operations, eight bytes at a time.
final class Bytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long LOWEST_BITS = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;

  private Bytes() {}

  static long long64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  static void putLong64(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }

  /// The position of the first zero byte, or `to` if there is none.
  static int indexOfZero(byte[] bytes, int from, int to) {
    int at = from;
    while (at + 8 <= to) {
      long eight = long64(bytes, at);
      if (((eight - LOWEST_BITS) & ~eight & HIGHEST_BITS) != 0) {
        break;
      }
      at += 8;
    }
    while (at < to && bytes[at] != 0) {
      at++;
    }
    return at;
  }

  /// Masks client data in place (RFC 6455, section 5.3).
  static void mask(byte[] bytes, int from, int to, int key) {
    long twice = (long) key << 32 | key & 0xffffffffL;
    int at = from;
    while (at + 8 <= to) {
      putLong64(bytes, at, long64(bytes, at) ^ twice);
      at += 8;
    }
    for (int shift = 24; at < to; at++, shift = shift - 8 & 31) {
      bytes[at] ^= (byte) (key >> shift);
    }
  }
}
