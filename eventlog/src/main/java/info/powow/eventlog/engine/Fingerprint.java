package info.powow.eventlog.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// 128 bits of SHA-256: a short name of fixed length for a stream, or for a key within one.
/// Collisions must be infeasible, because clients choose keys.
record Fingerprint(long high, long low) {
  static final int BYTES = 16;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  static Fingerprint ofStream(String stream) {
    return of(stream.getBytes(StandardCharsets.UTF_8));
  }

  static Fingerprint ofKey(String stream, String key) {
    byte[] streamBytes = stream.getBytes(StandardCharsets.UTF_8);
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    byte[] both = new byte[4 + streamBytes.length + keyBytes.length];
    both[0] = (byte) (streamBytes.length >>> 24);
    both[1] = (byte) (streamBytes.length >>> 16);
    both[2] = (byte) (streamBytes.length >>> 8);
    both[3] = (byte) streamBytes.length;
    System.arraycopy(streamBytes, 0, both, 4, streamBytes.length);
    System.arraycopy(keyBytes, 0, both, 4 + streamBytes.length, keyBytes.length);
    return of(both);
  }

  private static Fingerprint of(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Fingerprint((long) LONG.get(digest, 0), (long) LONG.get(digest, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  byte[] bytes() {
    byte[] bytes = new byte[BYTES];
    LONG.set(bytes, 0, high);
    LONG.set(bytes, 8, low);
    return bytes;
  }

  /// The key of an entry of the stream with this fingerprint.
  byte[] bytesWith(long sequence) {
    byte[] bytes = new byte[BYTES + Long.BYTES];
    LONG.set(bytes, 0, high);
    LONG.set(bytes, 8, low);
    LONG.set(bytes, BYTES, sequence);
    return bytes;
  }

  static byte[] bytesOf(long number) {
    byte[] bytes = new byte[Long.BYTES];
    LONG.set(bytes, 0, number);
    return bytes;
  }

  static long number(byte[] bytes, int offset) {
    return (long) LONG.get(bytes, offset);
  }
}
