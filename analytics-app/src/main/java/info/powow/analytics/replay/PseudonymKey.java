package info.powow.analytics.replay;

import info.powow.identity.InstallationSecret;
import java.util.HexFormat;

/// The key of the pseudonyms under the standing purpose: the same in all replays of an installation,
/// so that they can be compared.
///
/// @param hexadecimal 32 bytes
record PseudonymKey(String hexadecimal) {
  static PseudonymKey of(InstallationSecret secret) {
    return new PseudonymKey(
        HexFormat.of().formatHex(secret.key("analytics pseudonyms", "HmacSHA256").getEncoded()));
  }

  /// Without the key: what is printed ends up in a log.
  @Override
  public String toString() {
    return "PseudonymKey[]";
  }
}
