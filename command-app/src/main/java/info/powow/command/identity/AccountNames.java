package info.powow.command.identity;

import info.powow.domain.identity.Handle;
import info.powow.identity.InstallationSecret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// The stream of a handle: whoever takes a handle first has written its first event, on every node.
/// Handles can be guessed, so the name depends on the installation's secret: a copy of the log does
/// not tell who has an account.
final class AccountNames {
  private static final String HMAC = "HmacSHA256";
  private static final int BYTES = 16;

  private final SecretKey key;

  AccountNames(InstallationSecret secret) {
    this.key = secret.key("account streams", HMAC);
  }

  String streamOf(Handle handle) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      byte[] name = mac.doFinal(handle.value().getBytes(StandardCharsets.UTF_8));
      return "account:" + HexFormat.of().formatHex(name, 0, BYTES);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
