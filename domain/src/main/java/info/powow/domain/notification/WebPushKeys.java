package info.powow.domain.notification;

import info.powow.domain.FieldError;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// What a message to a browser is encrypted with (RFC 8291), in base64url.
///
/// @param p256dh the browser's public key: an uncompressed point on P-256
/// @param auth 16 bytes that the browser has chosen
public record WebPushKeys(String p256dh, String auth) {
  private static final int POINT_BYTES = 65;
  private static final int AUTH_BYTES = 16;
  private static final BigInteger P =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
  private static final BigInteger B =
      new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

  public WebPushKeys {
    if (!isPoint(decoded(p256dh))) {
      throw invalid("keys.p256dh", "an uncompressed point on P-256 in base64url");
    }
    byte[] secret = decoded(auth);
    if (secret == null || secret.length != AUTH_BYTES) {
      throw invalid("keys.auth", "16 bytes in base64url");
    }
  }

  private static byte @Nullable [] decoded(String text) {
    try {
      return text.length() > 128 ? null : Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// A key that is no point of the curve would give away bits of what it is combined with.
  private static boolean isPoint(byte @Nullable [] point) {
    if (point == null || point.length != POINT_BYTES || point[0] != 4) {
      return false;
    }
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 33));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 33, POINT_BYTES));
    if (x.compareTo(P) >= 0 || y.compareTo(P) >= 0) {
      return false;
    }
    BigInteger curve = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(B).mod(P);
    return y.multiply(y).mod(P).equals(curve);
  }

  private static Rejected invalid(String field, String expected) {
    return new Rejected(Reason.INVALID_DEVICE, new FieldError(field, expected, "another one"));
  }
}
