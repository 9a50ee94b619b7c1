package info.powow.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// The signature types of C2SP signed-note that are used here.
public enum SignatureType {
  /// Ed25519 over the text of the note.
  ED25519(0x01, "Ed25519", 32, 64, "302a300506032b6570032100"),

  /// Ed25519 over the checkpoint and a time (C2SP tlog-cosignature).
  ED25519_COSIGNATURE(0x04, "Ed25519", 32, 64, "302a300506032b6570032100"),

  /// ML-DSA-44 over the head of a tree and a time (C2SP tlog-cosignature).
  ML_DSA_44_COSIGNATURE(
      0x06, "ML-DSA-44", 1_312, 2_420, "30820532300b06096086480165030403110382052100");

  private final byte id;
  private final String algorithm;
  private final int keyBytes;
  private final int signatureBytes;
  private final byte[] spkiPrefix;

  /// @param spkiPrefix what precedes the public key in its X.509 encoding
  SignatureType(int id, String algorithm, int keyBytes, int signatureBytes, String spkiPrefix) {
    this.id = (byte) id;
    this.algorithm = algorithm;
    this.keyBytes = keyBytes;
    this.signatureBytes = signatureBytes;
    this.spkiPrefix = HexFormat.of().parseHex(spkiPrefix);
  }

  static SignatureType of(byte id) {
    for (SignatureType type : values()) {
      if (type.id == id) {
        return type;
      }
    }
    throw new MalformedNote("keys of signature type " + id + " are unknown");
  }

  byte id() {
    return id;
  }

  /// The name of its algorithm in the JDK.
  String algorithm() {
    return algorithm;
  }

  int keyBytes() {
    return keyBytes;
  }

  boolean isTimestamped() {
    return this != ED25519;
  }

  int signatureBytes() {
    return isTimestamped() ? Long.BYTES + signatureBytes : signatureBytes;
  }

  byte[] spki(byte[] key) {
    return ByteBuffer.allocate(spkiPrefix.length + key.length).put(spkiPrefix).put(key).array();
  }

  byte[] raw(byte[] spki) {
    if (spki.length != spkiPrefix.length + keyBytes
        || !Arrays.equals(spki, 0, spkiPrefix.length, spkiPrefix, 0, spkiPrefix.length)) {
      throw new IllegalStateException("the JDK encodes keys of " + algorithm + " in another way");
    }
    return Arrays.copyOfRange(spki, spkiPrefix.length, spki.length);
  }

  /// The bytes that are signed.
  ///
  /// @param name of the key
  /// @param seconds the time; 0 if the type has none
  byte[] message(String text, String name, long seconds) {
    return switch (this) {
      case ED25519 -> bytes(text);
      case ED25519_COSIGNATURE -> bytes("cosignature/v1\ntime " + seconds + '\n' + text);
      case ML_DSA_44_COSIGNATURE -> {
        Checkpoint checkpoint = Checkpoint.parse(text);
        byte[] label = bytes("subtree/v1\n\0");
        byte[] cosigner = oneToByte(name);
        byte[] origin = oneToByte(checkpoint.origin());
        yield ByteBuffer.allocate(
                label.length
                    + 2
                    + cosigner.length
                    + origin.length
                    + 3 * Long.BYTES
                    + TreeHash.BYTES)
            .put(label)
            .put((byte) cosigner.length)
            .put(cosigner)
            .putLong(seconds)
            .put((byte) origin.length)
            .put(origin)
            .putLong(0)
            .putLong(checkpoint.size())
            .put(checkpoint.root().bytes())
            .array();
      }
    };
  }

  private static byte[] oneToByte(String text) {
    byte[] bytes = bytes(text);
    if (bytes.length == 0 || bytes.length > 255) {
      throw new MalformedNote("a name has at most 255 bytes");
    }
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
