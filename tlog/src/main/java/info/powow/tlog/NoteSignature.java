package info.powow.tlog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/// A signature line of a note.
///
/// @param name the name of the key
/// @param keyId tells keys of one name apart
/// @param signature without the key id
public record NoteSignature(String name, int keyId, byte[] signature) {
  static final String DASH = "\u2014 ";

  public NoteSignature {
    requireName(name);
  }

  static String requireName(String name) {
    if (name.isEmpty()
        || name.codePoints()
            .anyMatch(c ->
                c == '+' || c < ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c))) {
      throw new MalformedNote("the name of a key has neither blanks nor plus signs");
    }
    return name;
  }

  /// Reads a line without its line break.
  static NoteSignature parse(String line) {
    int blank = line.lastIndexOf(' ');
    if (!line.startsWith(DASH) || blank <= DASH.length()) {
      throw new MalformedNote("a signature line has a dash, a name and a signature");
    }
    byte[] bytes = decode(line.substring(blank + 1));
    if (bytes.length <= Integer.BYTES) {
      throw new MalformedNote("a signature is longer than the id of its key");
    }
    return new NoteSignature(
        line.substring(DASH.length(), blank),
        ByteBuffer.wrap(bytes).getInt(),
        Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
  }

  static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new MalformedNote("a key or signature is Base64");
    }
  }

  /// The line, without a line break.
  @Override
  public String toString() {
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES + signature.length).putInt(keyId).put(signature).array();
    return DASH + name + ' ' + Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteSignature that
        && name.equals(that.name)
        && keyId == that.keyId
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + Arrays.hashCode(signature);
  }
}
