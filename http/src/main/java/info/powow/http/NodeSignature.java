package info.powow.http;

import info.powow.identity.InstallationSecret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Supplier;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/// Signs requests between nodes, with a key that all nodes of an installation derive from its secret.
/// A signature is good for one method and path, and for a minute.
public final class NodeSignature {
  private static final String SCHEME = "Powow-Node ";
  private static final String HMAC = "HmacSHA256";
  private static final Duration VALID = Duration.ofMinutes(1);

  private final Supplier<InstallationSecret> secret;
  private final Clock clock;

  /// @param secret looked up with the first request: a process that is alone needs none
  public NodeSignature(Supplier<InstallationSecret> secret, Clock clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /// The `Authorization` of a request.
  ///
  /// @param path as it is sent
  public String sign(String method, String path) {
    long at = clock.instant().getEpochSecond();
    return SCHEME + at + "." + Base64.getUrlEncoder().encodeToString(mac(at, method, path));
  }

  /// @param authorization null if the request has none
  boolean isValid(@Nullable String authorization, String method, String path) {
    if (authorization == null || !authorization.startsWith(SCHEME)) {
      return false;
    }
    int dot = authorization.indexOf('.');
    if (dot < 0) {
      return false;
    }
    try {
      long at = Long.parseLong(authorization.substring(SCHEME.length(), dot));
      Duration apart = Duration.between(Instant.ofEpochSecond(at), clock.instant()).abs();
      return apart.compareTo(VALID) <= 0
          && MessageDigest.isEqual(
              Base64.getUrlDecoder().decode(authorization.substring(dot + 1)),
              mac(at, method, path));
    } catch (RuntimeException notASignature) {
      return false;
    }
  }

  private byte[] mac(long at, String method, String path) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(secret.get().key("requests between nodes", HMAC));
      return mac.doFinal((at + " " + method + " " + path).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
