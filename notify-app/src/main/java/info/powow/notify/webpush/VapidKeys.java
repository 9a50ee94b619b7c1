package info.powow.notify.webpush;

import info.powow.identity.InstallationSecret;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys by which push services recognise this server (VAPID, RFC 8292).
///
/// The keys are derived from the installation secret, so every node has the same ones, and nobody
/// has to create or copy them. A higher generation adds a new key. Devices that subscribed with an
/// older key are still reached with it.
public final class VapidKeys {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /// One of the keys.
  ///
  /// @param publicKey the uncompressed point in base64url, as browsers take it
  public record Key(String id, String publicKey, ECPrivateKey privateKey) {}

  private final List<Key> keys = new ArrayList<>();
  private final String subject;

  /// @param generation the number of keys so far; the last one is current
  /// @param subject the contact of this server's operators for those of a push service: a `mailto:`
  ///     or `https:` address
  public VapidKeys(InstallationSecret secret, int generation, String subject) {
    if (!subject.startsWith("mailto:") && !subject.startsWith("https://")) {
      throw new IllegalStateException(
          "powow.push.subject must be a mailto: or https: address; push services refuse others");
    }
    this.subject = subject;
    for (int i = 1; i <= generation; i++) {
      keys.add(derive(secret.key("web push " + i, "EC").getEncoded()));
    }
  }

  private static Key derive(byte[] seed) {
    BigInteger scalar =
        new BigInteger(1, seed).mod(P256.ORDER.subtract(BigInteger.ONE)).add(BigInteger.ONE);
    byte[] point = P256.encode(P256.multiplyBase(scalar));
    try {
      ECPrivateKey key =
          (ECPrivateKey)
              KeyFactory.getInstance("EC")
                  .generatePrivate(new ECPrivateKeySpec(scalar, P256.parameters()));
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(point);
      return new Key(
          BASE64.encodeToString(hash).substring(0, 16), BASE64.encodeToString(point), key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  public Key current() {
    return keys.getLast();
  }

  /// The key that a device subscribed with; null if there is no such key.
  public @Nullable Key find(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst().orElse(null);
  }

  /// The header `Authorization` of a request to a push service.
  ///
  /// @param audience the origin of the push service
  public String authorization(Key key, String audience, Instant expires) {
    String head = encode("{\"typ\":\"JWT\",\"alg\":\"ES256\"}");
    String claims =
        encode(
            "{\"aud\":\"%s\",\"exp\":%d,\"sub\":\"%s\"}"
                .formatted(audience, expires.getEpochSecond(), subject));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key.privateKey());
      signature.update((head + '.' + claims).getBytes(StandardCharsets.US_ASCII));
      String token = head + '.' + claims + '.' + BASE64.encodeToString(signature.sign());
      return "vapid t=" + token + ", k=" + key.publicKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a push service cannot be told who asks", e);
    }
  }

  private static String encode(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
