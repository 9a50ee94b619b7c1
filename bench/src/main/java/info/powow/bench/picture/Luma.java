package info.powow.bench.picture;

import java.awt.image.BufferedImage;

/// The luma of a picture, from 0 to 255 (Y' of ITU-R BT.601, as in JPEG and WebP): where the eye
/// sees detail, and what SSIM compares.
final class Luma {
  private final int width;
  private final int height;
  private final double[] values;

  Luma(int width, int height, double[] values) {
    if (values.length != width * height) {
      throw new IllegalArgumentException("a value for each pixel");
    }
    this.width = width;
    this.height = height;
    this.values = values;
  }

  static Luma of(BufferedImage image) {
    int width = image.getWidth();
    double[] values = new double[width * image.getHeight()];
    int[] row = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        values[y * width + x] =
            0.299 * (row[x] >> 16 & 255) + 0.587 * (row[x] >> 8 & 255) + 0.114 * (row[x] & 255);
      }
    }
    return new Luma(width, image.getHeight(), values);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  double at(int x, int y) {
    return values[y * width + x];
  }

  /// Scales by bicubic interpolation (Catmull-Rom), widened for downscaling to cover every pixel,
  /// in double precision. Equal to scaling the colours first, because luma is a weighted sum of
  /// them.
  Luma scaled(int toWidth, int toHeight) {
    double[] turned = resampled(values, width, toWidth);
    return new Luma(toWidth, toHeight, resampled(turned, height, toHeight));
  }

  /// Resamples rows and transposes the result; applying it twice restores the orientation.
  private static double[] resampled(double[] rows, int length, int to) {
    int lines = rows.length / length;
    double[] turned = new double[to * lines];
    double ratio = (double) length / to;
    double widening = Math.max(1, ratio);
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * ratio - 0.5;
      int first = (int) Math.ceil(centre - 2 * widening);
      double[] weights = new double[(int) Math.floor(centre + 2 * widening) - first + 1];
      double sum = 0;
      for (int tap = 0; tap < weights.length; tap++) {
        weights[tap] = cubic((first + tap - centre) / widening);
        sum += weights[tap];
      }
      for (int line = 0; line < lines; line++) {
        double value = 0;
        for (int tap = 0; tap < weights.length; tap++) {
          value += weights[tap] * rows[line * length + Math.clamp(first + tap, 0, length - 1)];
        }
        turned[i * lines + line] = value / sum;
      }
    }
    return turned;
  }

  /// Keys, Cubic Convolution Interpolation for Digital Image Processing, 1981, with a = -0.5.
  private static double cubic(double distance) {
    double x = Math.abs(distance);
    if (x < 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  }
}
