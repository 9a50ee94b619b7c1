package info.powow.identity;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The secret that the nodes of one installation share. Nobody uses it as it is: each purpose
/// derives a key of its own, so that no key tells anything about another.
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
  /// @param ofTokens `powow.tokens.secret`, which is used when the other is missing
  /// @throws IllegalStateException when both are missing, or when it can be guessed
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

  /// A key of 256 bits for one purpose (one step of HKDF-Expand, RFC 5869).
  ///
  /// @param purpose such as `cursors`; another purpose has another key
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
