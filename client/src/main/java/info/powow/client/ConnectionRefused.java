package info.powow.client;

import java.io.IOException;
import java.io.Serial;

/// The server answered CONNECT with an ERROR frame.
public final class ConnectionRefused extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final String code;

  ConnectionRefused(String code, String message) {
    super(code + ": " + message);
    this.code = code;
  }

  /// One of the codes of docs/errors.md.
  public String code() {
    return code;
  }

  /// Whether the token is useless, so that connecting again needs another one.
  boolean isOfTheToken() {
    return code.equals("unauthenticated")
        || code.equals("token_expired")
        || code.equals("session_ended");
  }
}
