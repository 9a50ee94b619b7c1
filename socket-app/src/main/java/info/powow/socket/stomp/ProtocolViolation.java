package info.powow.socket.stomp;

import info.powow.domain.Reason;

/// Thrown when the client violates STOMP. The client gets an ERROR frame, and the connection ends.
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

  /// The message for the client.
  public String told() {
    return told;
  }
}
