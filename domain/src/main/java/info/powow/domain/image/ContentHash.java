package info.powow.domain.image;

import info.powow.domain.Identifier;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;

/// SHA-256 of a picture's bytes as they are kept, in lower-case hexadecimal: the same bytes are kept
/// once, and an auditor can prove which they were after they are gone.
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
