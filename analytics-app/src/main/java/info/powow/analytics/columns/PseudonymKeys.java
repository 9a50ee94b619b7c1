package info.powow.analytics.columns;

import info.powow.domain.CaseId;
import info.powow.identity.InstallationSecret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// The keys of pseudonyms. An id has one pseudonym in the files, and another one in each case,
/// derived from that. SQL and replays in one case use the same keys, so that their answers can be
/// joined.
public final class PseudonymKeys {
  private static final String ALGORITHM = "HmacSHA256";

  private PseudonymKeys() {}

  /// The key of the pseudonyms in the files.
  public static SecretKey ofFiles(InstallationSecret secret) {
    return secret.key("analytics ids", ALGORITHM);
  }

  /// @return in hexadecimal
  public static String of(CaseId id, InstallationSecret secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret.key("analytics cases", ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(id.value().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }
}
