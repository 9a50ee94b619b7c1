package info.powow.notify.webpush;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;

/// The parts of the curve P-256 that the JDK does not offer.
///
/// The time of a multiplication depends on the number. So it is used only when the server starts,
/// and never with input from outside.
final class P256 {
  private static final BigInteger P =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
  static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final BigInteger THREE = BigInteger.valueOf(3);
  private static final int FIELD_BYTES = 32;

  private P256() {}

  static ECParameterSpec parameters() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  static ECPoint multiplyBase(BigInteger scalar) {
    ECPoint result = ECPoint.POINT_INFINITY;
    ECPoint doubled = parameters().getGenerator();
    for (int bit = 0; bit < scalar.bitLength(); bit++) {
      if (scalar.testBit(bit)) {
        result = add(result, doubled);
      }
      doubled = add(doubled, doubled);
    }
    return result;
  }

  private static ECPoint add(ECPoint a, ECPoint b) {
    if (a.equals(ECPoint.POINT_INFINITY)) {
      return b;
    }
    BigInteger slope;
    if (a.equals(b)) {
      BigInteger x = a.getAffineX();
      slope =
          x.multiply(x)
              .multiply(THREE)
              .subtract(THREE)
              .multiply(a.getAffineY().shiftLeft(1).modInverse(P));
    } else {
      slope =
          b.getAffineY()
              .subtract(a.getAffineY())
              .multiply(b.getAffineX().subtract(a.getAffineX()).modInverse(P));
    }
    BigInteger x = slope.multiply(slope).subtract(a.getAffineX()).subtract(b.getAffineX()).mod(P);
    BigInteger y = slope.multiply(a.getAffineX().subtract(x)).subtract(a.getAffineY()).mod(P);
    return new ECPoint(x, y);
  }

  /// The uncompressed encoding of a point.
  static byte[] encode(ECPoint point) {
    byte[] encoded = new byte[1 + 2 * FIELD_BYTES];
    encoded[0] = 4;
    copy(point.getAffineX(), encoded, 1);
    copy(point.getAffineY(), encoded, 1 + FIELD_BYTES);
    return encoded;
  }

  private static void copy(BigInteger number, byte[] into, int at) {
    byte[] bytes = number.toByteArray();
    int from = Math.max(0, bytes.length - FIELD_BYTES);
    int length = bytes.length - from;
    System.arraycopy(bytes, from, into, at + FIELD_BYTES - length, length);
  }

  static ECPoint decode(byte[] point) {
    return new ECPoint(
        new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + FIELD_BYTES)),
        new BigInteger(1, Arrays.copyOfRange(point, 1 + FIELD_BYTES, point.length)));
  }
}
