package info.powow.notify.delivery;

import info.powow.identity.InstallationSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// Derives topics from what pushes are about. A topic does not disclose that.
public final class Topics {
  private static final String HMAC = "HmacSHA256";
  private static final int BYTES = 24;

  private final SecretKey key;

  public Topics(InstallationSecret secret) {
    this.key = secret.key("push topics", HMAC);
  }

  /// 32 characters of base64url, the most that a push service takes.
  String of(String about) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      byte[] hash = mac.doFinal(about.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
