package info.powow.socket.stomp;

/// The command of a client's frame.
public enum ClientCommand {
  CONNECT,
  /// An alias of CONNECT since STOMP 1.1.
  STOMP,
  SEND,
  SUBSCRIBE,
  UNSUBSCRIBE,
  ACK,
  NACK,
  BEGIN,
  COMMIT,
  ABORT,
  DISCONNECT;

  private static final ClientCommand[] ALL = values();

  static ClientCommand named(byte[] bytes, int from, int to) {
    for (ClientCommand command : ALL) {
      if (command.isNamed(bytes, from, to)) {
        return command;
      }
    }
    throw ProtocolViolation.noCommand();
  }

  private boolean isNamed(byte[] bytes, int from, int to) {
    String name = name();
    if (name.length() != to - from) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (bytes[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
