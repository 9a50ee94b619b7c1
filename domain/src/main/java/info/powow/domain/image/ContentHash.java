package info.powow.domain.image;

import info.powow.domain.Identifier;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;

/// The SHA-256 of the stored bytes of a picture, in lower-case hexadecimal. Identical bytes are
/// stored once. An auditor can identify the bytes even after they are deleted.
public record ContentHash(String value) implements Identifier {
  private static final int LENGTH = 64;

  public ContentHash {
    Identifier.require(value);
    if (value.length() != LENGTH || !value.chars().allMatch(ContentHash::isDigit)) {
      throw new Rejected(Reason.INVALID_ID);
    }
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  @Override
  public String toString() {
    return value;
  }
}
