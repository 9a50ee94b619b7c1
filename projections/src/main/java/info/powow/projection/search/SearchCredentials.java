package info.powow.projection.search;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Who asks Elasticsearch, where it answers not everybody.
public record SearchCredentials(String username, String password) {
  /// The user whose password is the secret of an embedded node.
  public static final String EMBEDDED_USER = "powow";

  /// The value of an `Authorization` header (RFC 7617).
  String authorization() {
    byte[] credentials = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  /// Without the password, so that no log has it.
  @Override
  public String toString() {
    return username;
  }
}
