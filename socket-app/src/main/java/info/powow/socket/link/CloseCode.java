package info.powow.socket.link;

/// WebSocket close codes, from RFC 6455 and its registry.
public final class CloseCode {
  public static final int NORMAL = 1000;
  public static final int PROTOCOL_ERROR = 1002;
  public static final int BAD_DATA = 1007;
  public static final int POLICY = 1008;
  public static final int TOO_LARGE = 1009;

  /// The server is stopping; reconnect.
  public static final int RESTART = 1012;

  /// Too much output is pending for this client; reconnect and resume.
  public static final int TRY_AGAIN = 1013;

  private CloseCode() {}
}
