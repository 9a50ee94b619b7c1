package info.powow.images;

import java.awt.image.BufferedImage;
import java.util.Base64;

/// A blurred picture in some 25 bytes, with proportions and transparency, shown until the picture
/// itself has been loaded.
///
/// The format is [Evan Wallace's](https://evanw.github.io/thumbhash/): the average colour and the
/// strongest low frequencies of a discrete cosine transform, with more detail for brightness than
/// for colour.
final class ThumbHash {
  /// The longer side of the picture that it is computed from.
  static final int MAX_SIDE = 100;

  private ThumbHash() {}

  /// @param image at most [#MAX_SIDE] in width and height
  /// @return in Base64
  static String of(BufferedImage image) {
    return Base64.getEncoder().encodeToString(encode(image));
  }

  private static byte[] encode(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int pixels = width * height;
    int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
    double[] average = average(argb);
    boolean hasAlpha = average[3] < pixels;

    double[] light = new double[pixels];
    double[] yellow = new double[pixels];
    double[] red = new double[pixels];
    double[] alpha = new double[pixels];
    for (int i = 0; i < pixels; i++) {
      double a = (argb[i] >>> 24) / 255.0;
      double r = average[0] * (1 - a) + a / 255 * (argb[i] >> 16 & 255);
      double g = average[1] * (1 - a) + a / 255 * (argb[i] >> 8 & 255);
      double b = average[2] * (1 - a) + a / 255 * (argb[i] & 255);
      light[i] = (r + g + b) / 3;
      yellow[i] = (r + g) / 2 - b;
      red[i] = r - g;
      alpha[i] = a;
    }

    int limit = hasAlpha ? 5 : 7;
    int longer = Math.max(width, height);
    int lx = Math.max(1, (int) Math.round((double) limit * width / longer));
    int ly = Math.max(1, (int) Math.round((double) limit * height / longer));
    Channel l = Channel.of(light, width, height, Math.max(3, lx), Math.max(3, ly));
    Channel p = Channel.of(yellow, width, height, 3, 3);
    Channel q = Channel.of(red, width, height, 3, 3);
    Channel a = hasAlpha ? Channel.of(alpha, width, height, 5, 5) : null;

    boolean landscape = width > height;
    int first =
        round(63 * l.mean)
            | round(31.5 + 31.5 * p.mean) << 6
            | round(31.5 + 31.5 * q.mean) << 12
            | round(31 * l.scale) << 18
            | (hasAlpha ? 1 << 23 : 0);
    int second =
        (landscape ? ly : lx)
            | round(63 * p.scale) << 3
            | round(63 * q.scale) << 9
            | (landscape ? 1 << 15 : 0);
    int start = hasAlpha ? 6 : 5;
    int nibbles =
        l.waves.length + p.waves.length + q.waves.length + (a == null ? 0 : a.waves.length);
    byte[] hash = new byte[start + (nibbles + 1) / 2];
    hash[0] = (byte) first;
    hash[1] = (byte) (first >> 8);
    hash[2] = (byte) (first >> 16);
    hash[3] = (byte) second;
    hash[4] = (byte) (second >> 8);
    if (a != null) {
      hash[5] = (byte) (round(15 * a.mean) | round(15 * a.scale) << 4);
    }
    int at = l.writeTo(hash, start, 0);
    at = p.writeTo(hash, start, at);
    at = q.writeTo(hash, start, at);
    if (a != null) {
      a.writeTo(hash, start, at);
    }
    return hash;
  }

  /// Red, green and blue, weighted by opacity, and the sum of alpha.
  private static double[] average(int[] argb) {
    double r = 0;
    double g = 0;
    double b = 0;
    double alpha = 0;
    for (int pixel : argb) {
      double a = (pixel >>> 24) / 255.0;
      r += a / 255 * (pixel >> 16 & 255);
      g += a / 255 * (pixel >> 8 & 255);
      b += a / 255 * (pixel & 255);
      alpha += a;
    }
    return alpha > 0
        ? new double[] {r / alpha, g / alpha, b / alpha, alpha}
        : new double[] {0, 0, 0, 0};
  }

  private static int round(double value) {
    return (int) Math.round(value);
  }

  /// One channel as its mean and its waves, scaled to 0 to 1 with 0.5 for none.
  private static final class Channel {
    final double mean;
    final double scale;
    final double[] waves;

    private Channel(double mean, double scale, double[] waves) {
      this.mean = mean;
      this.scale = scale;
      this.waves = waves;
    }

    static Channel of(double[] values, int width, int height, int nx, int ny) {
      double mean = 0;
      double scale = 0;
      double[] found = new double[nx * ny];
      int count = 0;
      double[] fx = new double[width];
      for (int cy = 0; cy < ny; cy++) {
        for (int cx = 0; cx * ny < nx * (ny - cy); cx++) {
          for (int x = 0; x < width; x++) {
            fx[x] = Math.cos(Math.PI / width * cx * (x + 0.5));
          }
          double f = 0;
          for (int y = 0; y < height; y++) {
            double fy = Math.cos(Math.PI / height * cy * (y + 0.5));
            for (int x = 0; x < width; x++) {
              f += values[x + y * width] * fx[x] * fy;
            }
          }
          f /= width * height;
          if (cx == 0 && cy == 0) {
            mean = f;
          } else {
            found[count++] = f;
            scale = Math.max(scale, Math.abs(f));
          }
        }
      }
      double[] waves = new double[count];
      for (int i = 0; i < count; i++) {
        waves[i] = scale > 0 ? 0.5 + 0.5 / scale * found[i] : 0;
      }
      return new Channel(mean, scale, waves);
    }

    int writeTo(byte[] hash, int start, int from) {
      int at = from;
      for (double wave : waves) {
        hash[start + (at >> 1)] |= (byte) (round(15 * wave) << ((at & 1) << 2));
        at++;
      }
      return at;
    }
  }
}
