package info.powow.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// Signs for one purpose, with a key derived from `powow.tokens.secret`. A signature for one
/// purpose is not valid for another.
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKey key;

  Signature(TokenProperties properties, String purpose) {
    this.key = new SecretKeySpec(mac(TokenConfiguration.secretKey(properties), purpose), ALGORITHM);
  }

  String of(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(key, text));
  }

  boolean matches(String text, String signature) {
    return MessageDigest.isEqual(
        of(text).getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] mac(SecretKey key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }
}
