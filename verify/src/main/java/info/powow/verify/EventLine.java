package info.powow.verify;

import info.powow.tlog.Leaf;
import info.powow.tlog.TreeHash;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A line of `events.jsonl` or `omitted.jsonl`. Its fields have one order, and there are no blanks.
/// Reused for each line: not thread-safe.
final class EventLine {
  private static final String HMAC = "HmacSHA256";
  private static final byte[] PICTURE_HASH = ascii("\"hash\":\"");
  private static final byte[] WITHHELD = ascii("\"withheld\":\"erased\"}");
  private static final int HEX_HASH = 64;

  /// What a line says of its event.
  enum Kind {
    /// Everything, with what proves it.
    DISCLOSED,
    /// Its public part: the key of the rest was destroyed.
    ERASED,
    /// Its leaf only.
    OMITTED,
    /// Everything, without a proof.
    UNPROVED
  }

  private final MessageDigest sha256;
  private final Mac mac;

  private byte[] json = {};
  private int at;
  private int end;

  long index;
  String conversation = "";
  long position;
  String type = "";
  String revision = "";
  long atMillis;
  Kind kind = Kind.UNPROVED;
  String reason = "";

  /// Whether the words of the event were erased.
  boolean erased;

  private byte[] publicHash = {};
  private byte[] commitment = {};
  private byte[] claimedLeaf = {};

  EventLine() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
      mac = Mac.getInstance(HMAC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256 and HMAC-SHA256", e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// @param pictures receives the hashes of pictures that the event names
  /// @return false if the line is malformed
  boolean parse(byte[] buffer, int from, int to, Consumer<String> pictures) {
    json = buffer;
    at = from;
    end = to;
    try {
      index = literal("{\"index\":").number();
      conversation = literal(",\"conversation\":").name();
      position = literal(",\"position\":").number();
      type = literal(",\"type\":").name();
      revision = literal(",\"revision\":").name();
      atMillis = literal(",\"at\":").number();
      commitment = new byte[0];
      claimedLeaf = new byte[0];
      reason = "";
      erased = false;
      if (skips(",\"event\":")) {
        int start = at;
        skipValue();
        findPictures(start, at, pictures);
        kind = Kind.UNPROVED;
        erased = endsWith(WITHHELD, at);
      } else if (skips(",\"publicHash\":")) {
        publicHash = bytes();
        if (skips(",\"commitment\":")) {
          commitment = bytes();
        }
        reason = literal(",\"reason\":").name();
        kind = Kind.OMITTED;
        claimedLeaf = literal(",\"leaf\":").bytes();
      } else {
        int start = literal(",\"public\":").at;
        skipValue();
        sha256.update(json, start, at - start);
        publicHash = sha256.digest();
        kind = Kind.DISCLOSED;
        if (skips(",\"personal\":")) {
          int personal = at;
          skipValue();
          int personalEnd = at;
          findPictures(personal, personalEnd, pictures);
          mac.init(new SecretKeySpec(literal(",\"r\":").bytes(), HMAC));
          mac.update(json, personal, personalEnd - personal);
          commitment = mac.doFinal();
        } else if (skips(",\"withheld\":\"erased\",\"commitment\":")) {
          commitment = bytes();
          kind = Kind.ERASED;
          erased = true;
        }
        claimedLeaf = literal(",\"leaf\":").bytes();
      }
      literal("}");
      return at == end;
    } catch (IllegalArgumentException | IndexOutOfBoundsException | GeneralSecurityException _) {
      return false;
    }
  }

  private EventLine literal(String expected) {
    if (!skips(expected)) {
      throw new IllegalArgumentException("something else than " + expected);
    }
    return this;
  }

  private boolean skips(String expected) {
    if (end - at < expected.length()) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      if (json[at + i] != expected.charAt(i)) {
        return false;
      }
    }
    at += expected.length();
    return true;
  }

  private boolean endsWith(byte[] suffix, int to) {
    return Arrays.equals(json, to - suffix.length, to, suffix, 0, suffix.length);
  }

  private long number() {
    int start = at;
    long number = 0;
    while (at < end && json[at] >= '0' && json[at] <= '9' && at - start < 18) {
      number = 10 * number + json[at++] - '0';
    }
    if (at == start || (json[start] == '0' && at > start + 1)) {
      throw new IllegalArgumentException("no number");
    }
    return number;
  }

  /// A string that needs no escapes.
  private String name() {
    literal("\"");
    int start = at;
    while (json[at] != '"') {
      if (at >= end || json[at] <= ' ' || json[at] == '\\' || json[at] < 0) {
        throw new IllegalArgumentException("no name");
      }
      at++;
    }
    return new String(json, start, at++ - start, StandardCharsets.US_ASCII);
  }

  private byte[] bytes() {
    byte[] bytes = Base64.getDecoder().decode(name());
    if (bytes.length != TreeHash.BYTES) {
      throw new IllegalArgumentException("not 32 bytes");
    }
    return bytes;
  }

  /// Skips an object, without decoding it.
  private void skipValue() {
    if (json[at] != '{') {
      throw new IllegalArgumentException("no object");
    }
    int depth = 0;
    boolean quoted = false;
    for (; at < end; at++) {
      byte c = json[at];
      if (quoted) {
        if (c == '\\') {
          at++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        at++;
        return;
      }
    }
    throw new IllegalArgumentException("no end");
  }

  /// Finds the hashes of pictures. Quotes within a text are escaped, so that no text looks like one.
  private void findPictures(int from, int to, Consumer<String> pictures) {
    for (int i = from; i + PICTURE_HASH.length + HEX_HASH < to; i++) {
      if (json[i] == '"'
          && json[i + 1] == 'h'
          && Arrays.equals(
              json, i, i + PICTURE_HASH.length, PICTURE_HASH, 0, PICTURE_HASH.length)) {
        pictures.accept(
            new String(json, i + PICTURE_HASH.length, HEX_HASH, StandardCharsets.US_ASCII));
      }
    }
  }

  /// The hash of the leaf that follows from what the line discloses.
  ///
  /// @param streamTag of the conversation
  /// @return null if it is not the leaf that the line names
  @Nullable TreeHash leaf(byte[] streamTag) {
    TreeHash leaf =
        new Leaf(index, streamTag, position, type, revision, atMillis, publicHash, commitment)
            .hash();
    return leaf.equals(TreeHash.of(claimedLeaf)) ? leaf : null;
  }

  /// The leaf that the line names, whatever the line discloses.
  TreeHash claimedLeaf() {
    return TreeHash.of(claimedLeaf);
  }
}
