package info.powow.socket.stomp;

import info.powow.domain.Reason;

/// What came is not STOMP: the client is told so with an ERROR frame, and the connection ends.
public final class ProtocolBreach extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String told;

  /// @param message for the client; must not repeat what was sent
  public ProtocolBreach(String message) {
    this(Reason.INVALID_REQUEST, message);
  }

  public ProtocolBreach(Reason reason) {
    this(reason, reason.message());
  }

  /// @param message for the client; must not repeat what was sent
  public ProtocolBreach(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
    this.told = message;
  }

  static ProtocolBreach noCommand() {
    return new ProtocolBreach("A frame begins with something else than a STOMP command.");
  }

  public Reason reason() {
    return reason;
  }

  /// What the client is told.
  public String told() {
    return told;
  }
}
