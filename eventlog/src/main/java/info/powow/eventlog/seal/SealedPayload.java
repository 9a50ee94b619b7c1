package info.powow.eventlog.seal;

import info.powow.eventlog.engine.CorruptEventLog;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The stored form of a payload with personal fields:
///
/// | bytes | what |
/// | --- | --- |
/// | 1 | 2: no JSON begins with it |
/// | 1 + n | whose key it is sealed under |
/// | 8 | layout: bit i is set when field i of the event is in the personal part |
/// | 4 + n | the public part, a JSON object |
/// | 32 | the commitment: HMAC-SHA256 of the personal part, under a key of this entry |
/// | n | the personal part, a JSON object, sealed with AES-256-GCM, with its tag |
///
/// @param owner whose key it is sealed under
/// @param layout which fields are in the personal part
/// @param publicPart a JSON object
/// @param commitment 32 bytes
/// @param sealed the ciphertext and its tag
public record SealedPayload(
    String owner, long layout, byte[] publicPart, byte[] commitment, byte[] sealed) {
  static final byte FORMAT = 2;
  static final int COMMITMENT_BYTES = 32;

  public static boolean isSealed(byte[] stored) {
    return stored.length > 0 && stored[0] == FORMAT;
  }

  byte[] encode() {
    byte[] ownerBytes = owner.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out =
        ByteBuffer.allocate(
            2
                + ownerBytes.length
                + Long.BYTES
                + Integer.BYTES
                + publicPart.length
                + COMMITMENT_BYTES
                + sealed.length);
    out.put(FORMAT).put((byte) ownerBytes.length).put(ownerBytes).putLong(layout);
    out.putInt(publicPart.length).put(publicPart).put(commitment).put(sealed);
    return out.array();
  }

  /// @throws CorruptEventLog when it is none
  public static SealedPayload decode(byte[] stored) {
    try {
      ByteBuffer in = ByteBuffer.wrap(stored);
      in.get();
      byte[] owner = take(in, Byte.toUnsignedInt(in.get()));
      long layout = in.getLong();
      byte[] publicPart = take(in, in.getInt());
      byte[] commitment = take(in, COMMITMENT_BYTES);
      byte[] sealed = take(in, in.remaining());
      return new SealedPayload(
          new String(owner, StandardCharsets.US_ASCII), layout, publicPart, commitment, sealed);
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new CorruptEventLog("A sealed payload in the event log is damaged", e);
    }
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SealedPayload that && Arrays.equals(encode(), that.encode());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(commitment);
  }
}
