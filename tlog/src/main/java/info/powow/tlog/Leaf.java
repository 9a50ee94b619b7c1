package info.powow.tlog;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A leaf of the tree: what is provable of one event, without anything that somebody said. Integers
/// are big-endian.
///
/// | bytes | what |
/// | --- | --- |
/// | 1 | format: 1 |
/// | 8 | index of the event in the log, from 1; leaf `i` of the tree has index `i + 1` |
/// | 32 | stream tag: HMAC-SHA256 of the stream's name under the stream's tag key |
/// | 8 | sequence in the stream, from 0 |
/// | 2 + n | type, UTF-8 |
/// | 2 + n | revision, UTF-8 |
/// | 8 | time, milliseconds since 1970 UTC |
/// | 32 | SHA-256 of the public part of the event's JSON |
/// | 1 | 1 if the event has a personal part, else 0 |
/// | 32 | only then: its commitment, HMAC-SHA256 of the personal part under the event's key `r` |
///
/// @param index in the log, from 1
/// @param streamTag 32 bytes
/// @param sequence in the stream, from 0
/// @param atMillis milliseconds since 1970 UTC
/// @param publicHash 32 bytes
/// @param commitment 32 bytes; empty if nothing of the event is personal
public record Leaf(
    long index,
    byte[] streamTag,
    long sequence,
    String type,
    String revision,
    long atMillis,
    byte[] publicHash,
    byte[] commitment) {
  private static final byte FORMAT = 1;
  private static final String HMAC = "HmacSHA256";

  public Leaf {
    if (index < 1 || sequence < 0) {
      throw new IllegalArgumentException("indexes begin with 1, sequences with 0");
    }
    requireHash(streamTag);
    requireHash(publicHash);
    if (commitment.length > 0) {
      requireHash(commitment);
    }
  }

  private static void requireHash(byte[] hash) {
    if (hash.length != TreeHash.BYTES) {
      throw new IllegalArgumentException("a hash has " + TreeHash.BYTES + " bytes");
    }
  }

  public byte[] encode() {
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    byte[] revisionBytes = revision.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(
            2
                + 3 * Long.BYTES
                + 2 * Short.BYTES
                + 2 * TreeHash.BYTES
                + typeBytes.length
                + revisionBytes.length
                + commitment.length);
    out.put(FORMAT).putLong(index).put(streamTag).putLong(sequence);
    out.putShort((short) typeBytes.length).put(typeBytes);
    out.putShort((short) revisionBytes.length).put(revisionBytes);
    out.putLong(atMillis).put(publicHash).put((byte) (commitment.length == 0 ? 0 : 1));
    return out.put(commitment).array();
  }

  /// @throws IllegalArgumentException if the bytes are not exactly one leaf
  public static Leaf decode(byte[] encoded) {
    try {
      ByteBuffer in = ByteBuffer.wrap(encoded);
      if (in.get() != FORMAT) {
        throw new IllegalArgumentException("a leaf of an unknown format");
      }
      long index = in.getLong();
      byte[] streamTag = take(in, TreeHash.BYTES);
      long sequence = in.getLong();
      String type = text(in);
      String revision = text(in);
      long atMillis = in.getLong();
      byte[] publicHash = take(in, TreeHash.BYTES);
      byte[] commitment = take(in, in.get() == 0 ? 0 : TreeHash.BYTES);
      Leaf leaf =
          new Leaf(index, streamTag, sequence, type, revision, atMillis, publicHash, commitment);
      if (!Arrays.equals(leaf.encode(), encoded)) {
        throw new IllegalArgumentException("a malformed leaf");
      }
      return leaf;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a leaf that is cut off", e);
    }
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (in.remaining() < length) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static String text(ByteBuffer in) {
    return new String(take(in, Short.toUnsignedInt(in.getShort())), StandardCharsets.UTF_8);
  }

  public TreeHash hash() {
    return TreeHash.ofLeaf(encode());
  }

  /// The tag of a stream. Whoever has its tag key can find its leaves; nobody else can test a name.
  public static byte[] streamTag(byte[] tagKey, String stream) {
    return hmac(tagKey, stream.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] publicHash(byte[] publicPart) {
    return TreeHash.sha256(publicPart);
  }

  /// @param r the event's key for its commitment
  public static byte[] commitment(byte[] r, byte[] personalPart) {
    return hmac(r, personalPart);
  }

  private static byte[] hmac(byte[] key, byte[] bytes) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Leaf that && Arrays.equals(encode(), that.encode());
  }

  @Override
  public int hashCode() {
    return Long.hashCode(index);
  }
}
