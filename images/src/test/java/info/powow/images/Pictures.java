package info.powow.images;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/// Test pictures: real ones from TwelveMonkeys' test jars, and generated ones.
final class Pictures {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private Pictures() {}

  static byte[] real(String name) {
    try (InputStream in = Pictures.class.getResourceAsStream("/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An asymmetric picture, so that rotation and mirroring are visible.
  static BufferedImage drawing(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.ORANGE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.BLUE);
    graphics.fillOval(width / 10, height / 10, width / 3, height / 4);
    graphics.setColor(new Color(0, 120, 40));
    graphics.fillRect(0, height * 3 / 4, width, height / 4);
    graphics.dispose();
    return image;
  }

  /// The same with a transparent corner.
  static BufferedImage withHole(int width, int height) {
    BufferedImage image = drawing(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height / 4; y++) {
      for (int x = width * 3 / 4; x < width; x++) {
        image.setRGB(x, y, 0);
      }
    }
    return image;
  }

  static byte[] encoded(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("cannot be written as " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// 16-bit grey with an alpha channel, which no predefined type of Java has.
  static BufferedImage deepGrey(int width, int height, double brightness) {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            BufferedImage.TRANSLUCENT,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, width, height, 2, null);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, new int[] {(int) (brightness * 65_535), 65_535});
      }
    }
    return new BufferedImage(model, raster, false, null);
  }

  static BufferedImage palette(int width, int height) {
    byte[] red = {0, (byte) 255, 0};
    byte[] green = {0, 0, (byte) 200};
    byte[] blue = {0, 0, 100};
    IndexColorModel model = new IndexColorModel(2, 3, red, green, blue, 0);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY, model);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, x < width / 2 ? 1 : 2);
      }
    }
    return image;
  }

  /// A complete PNG with this size in its header, and pixels for at most one row: 65 bytes.
  static byte[] pngThatSays(int width, int height) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(PNG);
    chunk(
        out,
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 0, 0, 0, 0})
            .array());
    chunk(out, "IDAT", new byte[] {0x78, (byte) 0x9C, 3, 0, 0, 0, 0, 1});
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /// A PNG with a chunk inserted after its header.
  static byte[] withChunk(byte[] png, String type, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, 33);
    chunk(out, type, data);
    out.write(png, 33, png.length - 33);
    return out.toByteArray();
  }

  /// A file with a block inserted repeatedly.
  static byte[] withBlocks(byte[] file, int at, byte[] block, int times) {
    ByteBuffer longer = ByteBuffer.allocate(file.length + block.length * times);
    longer.put(file, 0, at);
    for (int i = 0; i < times; i++) {
      longer.put(block);
    }
    return longer.put(file, at, file.length - at).array();
  }

  static byte[] deflated(byte[] data) {
    Deflater deflater = new Deflater();
    deflater.setInput(data);
    deflater.finish();
    byte[] buffer = new byte[data.length / 100 + 1_000];
    int length = deflater.deflate(buffer);
    deflater.end();
    return java.util.Arrays.copyOf(buffer, length);
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] named =
        ByteBuffer.allocate(4 + data.length)
            .put(type.getBytes(StandardCharsets.US_ASCII))
            .put(data)
            .array();
    CRC32 crc = new CRC32();
    crc.update(named);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(named);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /// A JPEG as from a phone: with location, author and orientation.
  static byte[] asFromAPhone(byte[] jpeg, int orientation) {
    byte[] exif = exif(orientation);
    byte[] xmp =
        "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>at home</x:xmpmeta>"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] comment = "taken by Ada".getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    segment(out, 0xE1, exif);
    segment(out, 0xE1, xmp);
    segment(out, 0xFE, comment);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  private static void segment(ByteArrayOutputStream out, int marker, byte[] data) {
    out.write(0xFF);
    out.write(marker);
    out.writeBytes(ByteBuffer.allocate(2).putShort((short) (data.length + 2)).array());
    out.writeBytes(data);
  }

  /// Orientation, maker, and a GPS directory with 52° 31' N, 13° 24' E.
  private static byte[] exif(int orientation) {
    ByteBuffer exif = ByteBuffer.allocate(6 + 300);
    exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    exif.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    exif.putShort((short) 3);
    entry(exif, 0x010F, 2, 4).put("Ada\0".getBytes(StandardCharsets.US_ASCII));
    entry(exif, 0x0112, 3, 1).putShort((short) orientation).putShort((short) 0);
    entry(exif, 0x8825, 4, 1).putInt(50);
    exif.putInt(0);
    exif.putShort((short) 4);
    entry(exif, 1, 2, 2).put("N\0\0\0".getBytes(StandardCharsets.US_ASCII));
    entry(exif, 2, 5, 3).putInt(104);
    entry(exif, 3, 2, 2).put("E\0\0\0".getBytes(StandardCharsets.US_ASCII));
    entry(exif, 4, 5, 3).putInt(128);
    exif.putInt(0);
    for (int number : new int[] {52, 1, 31, 1, 0, 1, 13, 1, 24, 1, 0, 1}) {
      exif.putInt(number);
    }
    return exif.array();
  }

  private static ByteBuffer entry(ByteBuffer exif, int tag, int type, int count) {
    return exif.putShort((short) tag).putShort((short) type).putInt(count);
  }
}
