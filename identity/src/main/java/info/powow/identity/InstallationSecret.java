package info.powow.identity;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The secret shared by the nodes of one installation. It is never used directly: each purpose
/// derives its own key, so no key discloses anything about another.
public final class InstallationSecret {
  private static final String HMAC = "HmacSHA256";
  private static final int MIN_BYTES = 32;

  private final SecretKeySpec secret;

  private InstallationSecret(byte[] secret) {
    if (secret.length < MIN_BYTES) {
      throw new IllegalStateException(
          "powow.secret is too short: Base64 of at least 32 random bytes");
    }
    this.secret = new SecretKeySpec(secret, HMAC);
  }

  /// @param configured `powow.secret`
  /// @param ofTokens `powow.tokens.secret`, used if the other is absent
  /// @throws IllegalStateException if both are absent, or the secret is too weak
  public static InstallationSecret of(@Nullable String configured, @Nullable String ofTokens) {
    String encoded = configured != null ? configured : ofTokens;
    if (encoded == null) {
      throw new IllegalStateException(
          "powow.secret is missing: Base64 of at least 32 random bytes");
    }
    try {
      return new InstallationSecret(Base64.getDecoder().decode(encoded.strip()));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("powow.secret is not Base64");
    }
  }

  /// Derives a key of 256 bits for one purpose (one step of HKDF-Expand, RFC 5869).
  ///
  /// @param purpose such as `cursors`; each purpose has a different key
  public SecretKey key(String purpose, String algorithm) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(secret);
      mac.update(("powow " + purpose).getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 1);
      return new SecretKeySpec(mac.doFinal(), algorithm);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
