package info.powow.bench.picture;

/// Structural similarity of two pictures; 1 if they are identical.
///
/// Wang, Bovik, Sheikh, Simoncelli, Image Quality Assessment: From Error Visibility to Structural
/// Similarity, 2004: with a Gaussian window of 11 × 11 pixels and a standard deviation of 1.5, over
/// all pixels with a complete window; the result is the mean.
final class Ssim {
  private static final int WINDOW = 11;
  private static final double[] WEIGHTS = gaussian(1.5);
  private static final double C1 = square(0.01 * 255);
  private static final double C2 = square(0.03 * 255);

  /// The sums per window: either picture, their squares, and their product.
  private static final int SUMS = 5;

  private Ssim() {}

  private static double[] gaussian(double deviation) {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      weights[i] = Math.exp(-square(i - WINDOW / 2) / (2 * square(deviation)));
      sum += weights[i];
    }
    for (int i = 0; i < WINDOW; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private static double square(double value) {
    return value * value;
  }

  /// @throws IllegalArgumentException if their sizes differ, or they are smaller than a window
  static double of(Luma one, Luma other) {
    if (one.width() != other.width() || one.height() != other.height()) {
      throw new IllegalArgumentException("the pictures must have the same size");
    }
    int columns = one.width() - WINDOW + 1;
    int lines = one.height() - WINDOW + 1;
    if (columns < 1 || lines < 1) {
      throw new IllegalArgumentException("both sides must be at least " + WINDOW + " pixels");
    }
    // Sums along the rows, for as many rows as a window has.
    double[][] rows = new double[WINDOW][columns * SUMS];
    double total = 0;
    for (int y = 0; y < one.height(); y++) {
      sumAlong(one, other, y, rows[y % WINDOW]);
      if (y >= WINDOW - 1) {
        for (int x = 0; x < columns; x++) {
          total += windowed(rows, x, y + 1);
        }
      }
    }
    return total / ((double) columns * lines);
  }

  private static void sumAlong(Luma one, Luma other, int y, double[] sums) {
    for (int x = 0; x < sums.length / SUMS; x++) {
      double a = 0;
      double b = 0;
      double aa = 0;
      double bb = 0;
      double ab = 0;
      for (int i = 0; i < WINDOW; i++) {
        double ofOne = one.at(x + i, y);
        double ofOther = other.at(x + i, y);
        a += WEIGHTS[i] * ofOne;
        b += WEIGHTS[i] * ofOther;
        aa += WEIGHTS[i] * ofOne * ofOne;
        bb += WEIGHTS[i] * ofOther * ofOther;
        ab += WEIGHTS[i] * ofOne * ofOther;
      }
      sums[x * SUMS] = a;
      sums[x * SUMS + 1] = b;
      sums[x * SUMS + 2] = aa;
      sums[x * SUMS + 3] = bb;
      sums[x * SUMS + 4] = ab;
    }
  }

  /// @param oldest the first row of the window, in a ring buffer
  private static double windowed(double[][] rows, int x, int oldest) {
    double a = 0;
    double b = 0;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int i = 0; i < WINDOW; i++) {
      double[] sums = rows[(oldest + i) % WINDOW];
      a += WEIGHTS[i] * sums[x * SUMS];
      b += WEIGHTS[i] * sums[x * SUMS + 1];
      aa += WEIGHTS[i] * sums[x * SUMS + 2];
      bb += WEIGHTS[i] * sums[x * SUMS + 3];
      ab += WEIGHTS[i] * sums[x * SUMS + 4];
    }
    double variances = aa - a * a + bb - b * b;
    double covariance = ab - a * b;
    return (2 * a * b + C1) * (2 * covariance + C2) / ((a * a + b * b + C1) * (variances + C2));
  }
}
