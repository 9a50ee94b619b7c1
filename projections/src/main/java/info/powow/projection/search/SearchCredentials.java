package info.powow.projection.search;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Credentials for Elasticsearch.
public record SearchCredentials(String username, String password) {
  /// The user name whose password is the secret of an embedded node.
  public static final String EMBEDDED_USER = "powow";

  /// The value of an `Authorization` header (RFC 7617).
  String authorization() {
    byte[] credentials = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  /// Omits the password, which must not appear in logs.
  @Override
  public String toString() {
    return username;
  }
}
