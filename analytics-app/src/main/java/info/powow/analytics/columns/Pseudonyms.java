package info.powow.analytics.columns;

import info.powow.domain.Identifier;
import info.powow.identity.InstallationSecret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;

/// Replaces ids in the files: HMAC-SHA-256 under a key of the installation, cut to 64 bits. Two of
/// ten million ids have the same pseudonym with a probability of 1 in 300,000. Not thread-safe.
///
/// Analysts never see these: each case maps them to others.
final class Pseudonyms {
  private final Mac mac;

  Pseudonyms(InstallationSecret secret) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(PseudonymKeys.ofFiles(secret));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  /// @return an unsigned number
  long of(Identifier id) {
    return ByteBuffer.wrap(mac.doFinal(id.value().getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
