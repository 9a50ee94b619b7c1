package info.powow.domain;

/// A name for one thing, written as a plain string on the wire and in the log.
public interface Identifier {
  String value();

  /// Refuses anything but 1 to 64 characters of `A-Z a-z 0-9 _ -`. Such an identifier is safe in a
  /// URL, a STOMP header, a file name and a key of every store.
  static void require(String value) {
    if (value.isEmpty() || value.length() > 64) {
      throw new Rejected(Reason.INVALID_ID);
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
      if (!allowed) {
        throw new Rejected(Reason.INVALID_ID);
      }
    }
  }
}
