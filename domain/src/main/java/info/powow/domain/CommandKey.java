package info.powow.domain;

/// The idempotency key of a command that creates something, chosen by the client. A command that
/// arrives twice with the same key takes effect once.
///
/// 1 to 128 printable ASCII characters without blanks; use a UUID.
public record CommandKey(String value) implements Identifier {
  private static final int MAX_LENGTH = 128;

  public CommandKey {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new Rejected(Reason.INVALID_KEY);
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw new Rejected(Reason.INVALID_KEY);
      }
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
