package info.powow.images;

import static info.powow.images.HeaderReader.ascii;
import static info.powow.images.HeaderReader.refused;
import static info.powow.images.HeaderReader.startsWith;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.ImageHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The chunks of a WebP (RFC 9649).
///
/// The embedded picture repeats its size, which must equal the outer one, because a decoder may use
/// either.
final class WebpHeader {
  private static final int BYTES_PER_PIXEL = 8;

  /// Programs write at most ten.
  private static final int MAX_CHUNKS = 1_000;

  private final ByteBuffer file;
  private int width;
  private int height;
  private int orientation = 1;
  private boolean hasCanvas;
  private boolean hasPixels;
  private int chunks;
  private int frames;

  private WebpHeader(ByteBuffer file) {
    this.file = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  static ImageHeader read(ByteBuffer file) {
    return new WebpHeader(file).read();
  }

  private ImageHeader read() {
    long end = 8 + (file.getInt(4) & 0xFFFFFFFFL);
    if (end > file.limit()) {
      throw refused();
    }
    chunks(12, (int) end, false);
    if (!hasPixels) {
      throw refused();
    }
    return new ImageHeader(ImageFormat.WEBP, width, height, orientation, 1, BYTES_PER_PIXEL);
  }

  private void chunks(int from, int end, boolean inFrame) {
    int at = from;
    while (at + 8 <= end) {
      String type = ascii(file, at, 4);
      int length = file.getInt(at + 4);
      int data = at + 8;
      if (length < 0 || length > end - data || ++chunks > MAX_CHUNKS) {
        throw refused();
      }
      switch (type) {
        case "VP8X" -> canvas(data);
        case "VP8 " -> lossy(data, inFrame);
        case "VP8L" -> lossless(data, inFrame);
        case "ANMF" -> {
          if (inFrame || length < 16) {
            throw refused();
          }
          if (++frames > 1) {
            throw new Rejected(Reason.MOVING_IMAGE_UNSUPPORTED);
          }
          frame(data, length);
        }
        case "EXIF" -> exif(data, length);
        default -> {}
      }
      at = data + length + (length & 1);
    }
  }

  private void canvas(int data) {
    if (hasCanvas || hasPixels) {
      throw refused();
    }
    hasCanvas = true;
    width = 1 + threeBytes(data + 4);
    height = 1 + threeBytes(data + 7);
  }

  private void frame(int data, int length) {
    long right = 2L * threeBytes(data) + 1 + threeBytes(data + 6);
    long bottom = 2L * threeBytes(data + 3) + 1 + threeBytes(data + 9);
    if (!hasCanvas || right > width || bottom > height) {
      throw refused();
    }
    chunks(data + 16, data + length, true);
  }

  private void lossy(int data, boolean inFrame) {
    if (!startsWith(file, data + 3, 0x9D, 0x01, 0x2A)) {
      throw refused();
    }
    pixels(file.getShort(data + 6) & 0x3FFF, file.getShort(data + 8) & 0x3FFF, inFrame);
  }

  private void lossless(int data, boolean inFrame) {
    if (file.get(data) != 0x2F) {
      throw refused();
    }
    int bits = file.getInt(data + 1);
    pixels(1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF), inFrame);
  }

  private void pixels(int innerWidth, int innerHeight, boolean inFrame) {
    boolean fits =
        !hasCanvas
            || (inFrame && innerWidth <= width && innerHeight <= height)
            || (innerWidth == width && innerHeight == height);
    if (!fits || (hasPixels && !inFrame)) {
      throw refused();
    }
    if (!hasCanvas) {
      width = innerWidth;
      height = innerHeight;
    }
    hasPixels = true;
  }

  private void exif(int data, int length) {
    boolean named = startsWith(file, data, 'E', 'x', 'i', 'f', 0, 0);
    ByteBuffer bigEndian = file.duplicate();
    orientation =
        named
            ? Exif.orientation(bigEndian, data + 6, length - 6)
            : Exif.orientation(bigEndian, data, length);
  }

  private int threeBytes(int at) {
    return (file.getShort(at) & 0xFFFF) | (file.get(at + 2) & 0xFF) << 16;
  }
}
