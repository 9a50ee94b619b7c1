package info.powow.images;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The colour space declared by a PNG, and the conversion of its pixels to sRGB. Java's decoder
/// ignores it.
///
/// A file may declare several. The first of these counts (PNG, third edition, 4.3): `cICP`, `iCCP`,
/// `sRGB`, `gAMA` with `cHRM`. Absent and malformed declarations mean sRGB, as in browsers.
sealed interface PngColour {
  /// Profiles have some kilobytes; one that inflates to more is ignored.
  int MAX_PROFILE_BYTES = 4 << 20;

  /// Samples are scaled to this range before conversion.
  int MAX_SAMPLE = 65_535;

  /// No conversion.
  record Srgb() implements PngColour {}

  /// An embedded ICC profile (`iCCP`).
  record Profile(ICC_Profile profile) implements PngColour {}

  /// Primaries and a transfer function (`cICP`, or `gAMA` with `cHRM`).
  ///
  /// @param toLinear converts a sample between 0 and 1 to linear light between 0 and 1
  record Measured(Primaries primaries, DoubleUnaryOperator toLinear) implements PngColour {}

  static PngColour read(Path png) throws IOException {
    try (FileChannel channel = FileChannel.open(png, StandardOpenOption.READ)) {
      return read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  /// @param png a file whose structure [PngHeader] has checked
  static PngColour read(ByteBuffer png) {
    Optional<PngColour> coded = Optional.empty();
    Optional<PngColour> profile = Optional.empty();
    boolean srgb = false;
    double gamma = 0;
    Optional<Primaries> chromaticities = Optional.empty();
    int at = PngHeader.FIRST_CHUNK;
    while (!PngHeader.isChunk(png, at, "IDAT")) {
      int length = png.getInt(at);
      int data = at + 8;
      if (PngHeader.isChunk(png, at, "cICP") && length == 4) {
        coded = coded(png.get(data), png.get(data + 1), png.get(data + 2), png.get(data + 3));
      } else if (PngHeader.isChunk(png, at, "iCCP")) {
        profile = profile(png, data, length).map(Profile::new);
      } else if (PngHeader.isChunk(png, at, "sRGB")) {
        srgb = true;
      } else if (PngHeader.isChunk(png, at, "gAMA") && length == 4) {
        gamma = png.getInt(data) / 100_000.0;
      } else if (PngHeader.isChunk(png, at, "cHRM") && length == 32) {
        chromaticities = Primaries.of(png, data);
      }
      at += PngHeader.AROUND + length;
    }
    if (coded.isPresent()) {
      return coded.get();
    }
    if (profile.isPresent()) {
      return profile.get();
    }
    return srgb ? new Srgb() : measured(gamma, chromaticities);
  }

  private static PngColour measured(double gamma, Optional<Primaries> chromaticities) {
    Primaries primaries = chromaticities.orElse(Primaries.BT_709);
    boolean isUsual = gamma <= 0 || Math.abs(gamma - 1 / 2.2) < 0.005;
    if (isUsual) {
      // Programs write 1/2.2 for sRGB.
      return primaries.isCloseTo(Primaries.BT_709)
          ? new Srgb()
          : new Measured(primaries, PngColour::srgbToLinear);
    }
    if (gamma < 0.1 || gamma > 10) {
      return new Srgb();
    }
    return new Measured(primaries, sample -> Math.pow(sample, 1 / gamma));
  }

  /// Code points of ITU-T H.273. Only RGB in full range is supported.
  private static Optional<PngColour> coded(
      byte primaries, byte transfer, byte matrix, byte fullRange) {
    Optional<Primaries> known =
        switch (primaries) {
          case 1 -> Optional.of(Primaries.BT_709);
          case 9 -> Optional.of(Primaries.BT_2020);
          case 11 -> Optional.of(Primaries.DCI_P3);
          case 12 -> Optional.of(Primaries.DISPLAY_P3);
          default -> Optional.empty();
        };
    Optional<DoubleUnaryOperator> toLinear =
        switch (transfer) {
          case 1, 6, 14, 15 -> Optional.of(PngColour::bt709ToLinear);
          case 4 -> Optional.of(sample -> Math.pow(sample, 2.2));
          case 5 -> Optional.of(sample -> Math.pow(sample, 2.8));
          case 8 -> Optional.of(DoubleUnaryOperator.identity());
          case 13 -> Optional.of(PngColour::srgbToLinear);
          case 16 -> Optional.of(PngColour::pqToLinear);
          case 17 -> Optional.of(sample -> Math.pow(sample, 2.6) * 52.37 / 48);
          case 18 -> Optional.of(PngColour::hlgToLinear);
          default -> Optional.empty();
        };
    if (known.isEmpty() || toLinear.isEmpty() || matrix != 0 || fullRange != 1) {
      return Optional.empty();
    }
    boolean isSrgb = primaries == 1 && transfer == 13;
    return Optional.of(isSrgb ? new Srgb() : new Measured(known.get(), toLinear.get()));
  }

  /// IEC 61966-2-1.
  private static double srgbToLinear(double sample) {
    return sample <= 0.04045 ? sample / 12.92 : Math.pow((sample + 0.055) / 1.055, 2.4);
  }

  private static double linearToSrgb(double light) {
    return light <= 0.0031308 ? light * 12.92 : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
  }

  /// ITU-R BT.709, 1.2.
  private static double bt709ToLinear(double sample) {
    return sample < 0.081 ? sample / 4.5 : Math.pow((sample + 0.099) / 1.099, 1 / 0.45);
  }

  /// SMPTE ST 2084. White is 203 cd/m² (ITU-R BT.2408); brighter light is clipped to white.
  private static double pqToLinear(double sample) {
    double power = Math.pow(sample, 1 / 78.84375);
    double light =
        Math.pow(
            Math.max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power), 1 / 0.1593017578125);
    return Math.min(1, light * 10_000 / 203);
  }

  /// ARIB STD-B67. White is a sample of 0.75 (ITU-R BT.2408); brighter light is clipped to white.
  private static double hlgToLinear(double sample) {
    double light = hlg(sample) / hlg(0.75);
    return Math.min(1, light);
  }

  private static double hlg(double sample) {
    return sample <= 0.5
        ? sample * sample / 3
        : (Math.exp((sample - 0.55991073) / 0.17883277) + 0.28466892) / 12;
  }

  /// An ICC profile of grey or RGB: a name, a zero, the method 0, and the compressed profile.
  private static Optional<ICC_Profile> profile(ByteBuffer png, int from, int length) {
    int at = from;
    int end = from + length;
    while (at < end && png.get(at) != 0) {
      at++;
    }
    if (at + 2 > end || png.get(at + 1) != 0) {
      return Optional.empty();
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(png.slice(at + 2, end - at - 2));
      byte[] unpacked = new byte[64 << 10];
      int size = 0;
      while (!inflater.finished()) {
        if (size == unpacked.length) {
          if (size == MAX_PROFILE_BYTES) {
            return Optional.empty();
          }
          unpacked = Arrays.copyOf(unpacked, 2 * size);
        }
        int more = inflater.inflate(unpacked, size, unpacked.length - size);
        if (more == 0 && !inflater.finished()) {
          return Optional.empty();
        }
        size += more;
      }
      ICC_Profile profile = ICC_Profile.getInstance(Arrays.copyOf(unpacked, size));
      return Optional.of(profile);
    } catch (DataFormatException | IllegalArgumentException | CMMException e) {
      return Optional.empty();
    } finally {
      inflater.end();
    }
  }

  /// Converts pixels to 8-bit sRGB. Returns the picture itself if there is nothing to convert.
  default BufferedImage toSrgb(BufferedImage image) {
    return switch (this) {
      case Srgb() -> image;
      case Profile(ICC_Profile profile) -> byProfile(image, profile);
      case Measured(Primaries primaries, DoubleUnaryOperator toLinear) ->
          byMeasure(image, primaries.toBt709(), toLinear);
    };
  }

  private static BufferedImage byProfile(BufferedImage image, ICC_Profile profile) {
    int components = image.getColorModel().getNumColorComponents();
    boolean fits =
        profile.getNumComponents() == components
            && (components == 1 || components == 3)
            && profile.getProfileClass() != ICC_Profile.CLASS_ABSTRACT;
    if (!fits) {
      return image;
    }
    try {
      ColorConvertOp conversion =
          new ColorConvertOp(
              new ICC_Profile[] {
                profile, ((ICC_ColorSpace) ColorSpace.getInstance(ColorSpace.CS_sRGB)).getProfile()
              },
              null);
      Rows rows = new Rows(image);
      BufferedImage converted = rows.target();
      int width = image.getWidth();
      WritableRaster from =
          Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, width, 1, components, null);
      WritableRaster to = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, 1, 3, null);
      int[] samples = new int[width * components];
      int[] rgb = new int[width * 3];
      for (int y = 0; y < image.getHeight(); y++) {
        rows.read(y);
        for (int x = 0; x < width; x++) {
          for (int band = 0; band < components; band++) {
            samples[x * components + band] = rows.sample(x, band);
          }
        }
        from.setPixels(0, 0, width, 1, samples);
        conversion.filter(from, to);
        to.getPixels(0, 0, width, 1, rgb);
        for (int x = 0; x < width; x++) {
          rows.write(x, y, rgb[x * 3], rgb[x * 3 + 1], rgb[x * 3 + 2]);
        }
      }
      return converted;
    } catch (CMMException | IllegalArgumentException e) {
      // The profile parses but is unusable.
      return image;
    }
  }

  private static BufferedImage byMeasure(
      BufferedImage image, double[] matrix, DoubleUnaryOperator toLinear) {
    float[] light = new float[MAX_SAMPLE + 1];
    byte[] shown = new byte[MAX_SAMPLE + 1];
    for (int i = 0; i <= MAX_SAMPLE; i++) {
      light[i] = (float) toLinear.applyAsDouble((double) i / MAX_SAMPLE);
      shown[i] = (byte) Math.round(255 * linearToSrgb((double) i / MAX_SAMPLE));
    }
    Rows rows = new Rows(image);
    BufferedImage converted = rows.target();
    for (int y = 0; y < image.getHeight(); y++) {
      rows.read(y);
      for (int x = 0; x < image.getWidth(); x++) {
        float red = light[rows.sample(x, 0)];
        float green = light[rows.sample(x, 1)];
        float blue = light[rows.sample(x, 2)];
        rows.write(
            x,
            y,
            shown(shown, matrix[0] * red + matrix[1] * green + matrix[2] * blue),
            shown(shown, matrix[3] * red + matrix[4] * green + matrix[5] * blue),
            shown(shown, matrix[6] * red + matrix[7] * green + matrix[8] * blue));
      }
    }
    return converted;
  }

  private static int shown(byte[] shown, double light) {
    return shown[(int) Math.round(Math.clamp(light, 0, 1) * MAX_SAMPLE)] & 0xFF;
  }

  /// Reads a decoded PNG row by row, whatever its depth and colour type, and writes converted
  /// pixels.
  final class Rows {
    private final BufferedImage image;
    private final ColorModel colours;
    private final BufferedImage target;
    private final int[] targetPixels;
    private final int width;
    private final int bands;
    private final int max;
    private final int[] row;

    Rows(BufferedImage image) {
      this.image = image;
      this.colours = image.getColorModel();
      this.width = image.getWidth();
      this.target =
          new BufferedImage(
              width,
              image.getHeight(),
              colours.hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
      this.targetPixels = ((DataBufferInt) target.getRaster().getDataBuffer()).getData();
      this.bands = colours instanceof IndexColorModel ? 4 : image.getRaster().getNumBands();
      this.max = colours instanceof IndexColorModel ? 255 : (1 << colours.getComponentSize(0)) - 1;
      this.row = new int[width * bands];
    }

    BufferedImage target() {
      return target;
    }

    void read(int y) {
      if (colours instanceof IndexColorModel palette) {
        int[] indexes = image.getRaster().getSamples(0, y, width, 1, 0, (int[]) null);
        for (int x = 0; x < width; x++) {
          int argb = palette.getRGB(Math.min(indexes[x], palette.getMapSize() - 1));
          row[x * 4] = argb >> 16 & 0xFF;
          row[x * 4 + 1] = argb >> 8 & 0xFF;
          row[x * 4 + 2] = argb & 0xFF;
          row[x * 4 + 3] = argb >>> 24;
        }
      } else {
        image.getRaster().getPixels(0, y, width, 1, row);
      }
    }

    /// Red, green or blue of the current row; grey is all three.
    int sample(int x, int band) {
      int at = bands >= 3 ? band : 0;
      return (int) ((long) row[x * bands + at] * MAX_SAMPLE / max);
    }

    void write(int x, int y, int red, int green, int blue) {
      int alpha = 255;
      if (colours.hasAlpha()) {
        alpha = (int) ((long) row[x * bands + bands - 1] * 255 / max);
      }
      targetPixels[y * width + x] = alpha << 24 | red << 16 | green << 8 | blue;
    }
  }
}
