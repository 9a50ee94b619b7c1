package info.powow.tlog;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A hash of the Merkle tree: SHA-256, with the prefixes of RFC 9162, section 2.1.1.
public final class TreeHash {
  public static final int BYTES = 32;

  /// The root of a tree without leaves.
  public static final TreeHash EMPTY = new TreeHash(sha256(new byte[0]));

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final byte[] bytes;

  private TreeHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @throws IllegalArgumentException unless there are 32 bytes
  public static TreeHash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "a hash has " + BYTES + " bytes, this one has " + bytes.length);
    }
    return new TreeHash(bytes.clone());
  }

  /// Reads the 32 bytes at an offset.
  public static TreeHash at(byte[] from, int offset) {
    return new TreeHash(Arrays.copyOfRange(from, offset, offset + BYTES));
  }

  /// @throws IllegalArgumentException unless it is Base64 of 32 bytes
  public static TreeHash ofBase64(String text) {
    return of(Base64.getDecoder().decode(text));
  }

  public static TreeHash ofLeaf(byte[] entry) {
    MessageDigest digest = newDigest();
    digest.update(LEAF);
    return new TreeHash(digest.digest(entry));
  }

  public static TreeHash ofNode(TreeHash left, TreeHash right) {
    MessageDigest digest = newDigest();
    digest.update(NODE);
    digest.update(left.bytes);
    return new TreeHash(digest.digest(right.bytes));
  }

  /// Hashes pairs of neighbours: the first with the second, the third with the fourth, …
  ///
  /// @return half as many hashes
  static byte[] ofPairs(byte[] hashes) {
    MessageDigest digest = newDigest();
    byte[] above = new byte[hashes.length / (2 * BYTES) * BYTES];
    try {
      for (int at = 0; at < above.length; at += BYTES) {
        digest.update(NODE);
        digest.update(hashes, 2 * at, 2 * BYTES);
        digest.digest(above, at, BYTES);
      }
    } catch (DigestException e) {
      throw new IllegalStateException("a hash has " + BYTES + " bytes", e);
    }
    return above;
  }

  /// SHA-256 without the prefixes of a tree.
  public static byte[] sha256(byte[] bytes) {
    return newDigest().digest(bytes);
  }

  static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, BYTES);
  }

  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TreeHash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// In hexadecimal.
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
