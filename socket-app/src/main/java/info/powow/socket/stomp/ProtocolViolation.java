package info.powow.socket.stomp;

import info.powow.domain.Reason;

/// What came is not STOMP: the client is told so with an ERROR frame, and the connection ends.
public final class ProtocolViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String told;

  /// @param message for the client; must not repeat what was sent
  public ProtocolViolation(String message) {
    this(Reason.INVALID_REQUEST, message);
  }

  public ProtocolViolation(Reason reason) {
    this(reason, reason.message());
  }

  /// @param message for the client; must not repeat what was sent
  public ProtocolViolation(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
    this.told = message;
  }

  static ProtocolViolation noCommand() {
    return new ProtocolViolation("A frame begins with something else than a STOMP command.");
  }

  public Reason reason() {
    return reason;
  }

  /// What the client is told.
  public String told() {
    return told;
  }
}
