package info.powow.images;

import java.nio.ByteBuffer;
import java.util.Optional;

/// The primaries and the white point of an RGB space, as CIE 1931 chromaticities.
record Primaries(
    double redX,
    double redY,
    double greenX,
    double greenY,
    double blueX,
    double blueY,
    double whiteX,
    double whiteY) {

  static final Primaries BT_709 = withD65(0.64, 0.33, 0.30, 0.60, 0.15, 0.06);
  static final Primaries BT_2020 = withD65(0.708, 0.292, 0.170, 0.797, 0.131, 0.046);
  static final Primaries DISPLAY_P3 = withD65(0.680, 0.320, 0.265, 0.690, 0.150, 0.060);
  static final Primaries DCI_P3 =
      new Primaries(0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.314, 0.351);

  /// Bradford's cone responses, for chromatic adaptation between white points.
  private static final double[] BRADFORD = {
    0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296
  };

  private static Primaries withD65(
      double redX, double redY, double greenX, double greenY, double blueX, double blueY) {
    return new Primaries(redX, redY, greenX, greenY, blueX, blueY, 0.3127, 0.3290);
  }

  /// Parses the eight numbers of a PNG's `cHRM` chunk; empty if they are impossible.
  static Optional<Primaries> of(ByteBuffer png, int at) {
    double[] numbers = new double[8];
    for (int i = 0; i < 8; i++) {
      numbers[i] = png.getInt(at + 4 * i) / 100_000.0;
      if (numbers[i] < 0 || numbers[i] > 1) {
        return Optional.empty();
      }
    }
    Primaries primaries =
        new Primaries(
            numbers[2],
            numbers[3],
            numbers[4],
            numbers[5],
            numbers[6],
            numbers[7],
            numbers[0],
            numbers[1]);
    boolean spansColours = Math.abs(determinant(primaries.lights())) > 1e-3;
    boolean isWhiteLight = primaries.whiteY > 0.05;
    return spansColours && isWhiteLight ? Optional.of(primaries) : Optional.empty();
  }

  boolean isCloseTo(Primaries other) {
    double most = 0.005;
    return Math.abs(redX - other.redX) < most
        && Math.abs(redY - other.redY) < most
        && Math.abs(greenX - other.greenX) < most
        && Math.abs(greenY - other.greenY) < most
        && Math.abs(blueX - other.blueX) < most
        && Math.abs(blueY - other.blueY) < most
        && Math.abs(whiteX - other.whiteX) < most
        && Math.abs(whiteY - other.whiteY) < most;
  }

  /// The matrix from linear light of this space to linear light of BT.709 (the primaries of sRGB),
  /// in rows.
  double[] toBt709() {
    return product(inverse(BT_709.toXyz()), product(adaptation(), toXyz()));
  }

  private double[] lights() {
    return new double[] {
      redX,
      greenX,
      blueX,
      redY,
      greenY,
      blueY,
      1 - redX - redY,
      1 - greenX - greenY,
      1 - blueX - blueY
    };
  }

  private double[] white() {
    return new double[] {whiteX / whiteY, 1, (1 - whiteX - whiteY) / whiteY};
  }

  private double[] toXyz() {
    double[] lights = lights();
    double[] share = applied(inverse(lights), white());
    double[] matrix = new double[9];
    for (int i = 0; i < 9; i++) {
      matrix[i] = lights[i] * share[i % 3];
    }
    return matrix;
  }

  private double[] adaptation() {
    double[] from = applied(BRADFORD, white());
    double[] to = applied(BRADFORD, BT_709.white());
    double[] scaled = new double[9];
    for (int i = 0; i < 9; i++) {
      scaled[i] = BRADFORD[i] * to[i / 3] / from[i / 3];
    }
    return product(inverse(BRADFORD), scaled);
  }

  private static double[] applied(double[] matrix, double[] vector) {
    double[] result = new double[3];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        result[row] += matrix[row * 3 + column] * vector[column];
      }
    }
    return result;
  }

  private static double[] product(double[] left, double[] right) {
    double[] result = new double[9];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        for (int i = 0; i < 3; i++) {
          result[row * 3 + column] += left[row * 3 + i] * right[i * 3 + column];
        }
      }
    }
    return result;
  }

  private static double determinant(double[] m) {
    return m[0] * (m[4] * m[8] - m[5] * m[7])
        - m[1] * (m[3] * m[8] - m[5] * m[6])
        + m[2] * (m[3] * m[7] - m[4] * m[6]);
  }

  private static double[] inverse(double[] m) {
    double d = determinant(m);
    return new double[] {
      (m[4] * m[8] - m[5] * m[7]) / d, (m[2] * m[7] - m[1] * m[8]) / d,
          (m[1] * m[5] - m[2] * m[4]) / d,
      (m[5] * m[6] - m[3] * m[8]) / d, (m[0] * m[8] - m[2] * m[6]) / d,
          (m[2] * m[3] - m[0] * m[5]) / d,
      (m[3] * m[7] - m[4] * m[6]) / d, (m[1] * m[6] - m[0] * m[7]) / d,
          (m[0] * m[4] - m[1] * m[3]) / d
    };
  }
}
