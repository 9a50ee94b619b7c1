package info.powow.analytics.replay;

import info.powow.analytics.columns.PseudonymKeys;
import info.powow.analytics.replay.child.ReplayCall;
import info.powow.domain.CaseId;
import info.powow.identity.InstallationSecret;
import java.util.HexFormat;
import javax.crypto.SecretKey;

/// The keys of the pseudonyms in replays.
record ReplayPseudonyms(InstallationSecret secret) {
  /// The keys without a case. The same for all replays of an installation, so that these can be
  /// compared.
  ReplayCall.PseudonymKeys underStandingPurpose() {
    return new ReplayCall.PseudonymKeys(
        hexadecimal(secret.key("analytics pseudonyms", "HmacSHA256")), null);
  }

  /// The keys of a case: the same as for SQL in that case.
  ReplayCall.PseudonymKeys in(CaseId statistics) {
    return new ReplayCall.PseudonymKeys(
        hexadecimal(PseudonymKeys.ofFiles(secret)), PseudonymKeys.of(statistics, secret));
  }

  private static String hexadecimal(SecretKey key) {
    return HexFormat.of().formatHex(key.getEncoded());
  }
}
