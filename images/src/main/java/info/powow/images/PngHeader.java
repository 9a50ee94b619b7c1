package info.powow.images;

import static info.powow.images.HeaderReader.ascii;
import static info.powow.images.HeaderReader.refused;

import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.ImageHeader;
import java.nio.ByteBuffer;

/// The chunks of a PNG (ISO/IEC 15948). An animated one (APNG) is its first picture.
final class PngHeader {
  private static final int SIGNATURE = 8;
  private static final int IHDR_BYTES = 13;

  /// Length, type and checksum.
  private static final int AROUND = 12;

  private PngHeader() {}

  static ImageHeader read(ByteBuffer file) {
    int at = SIGNATURE;
    if (file.getInt(at) != IHDR_BYTES || !ascii(file, at + 4, 4).equals("IHDR")) {
      throw refused();
    }
    int width = file.getInt(at + 8);
    int height = file.getInt(at + 12);
    int bytesPerPixel = bytesPerPixel(file.get(at + 16) & 0xFF, file.get(at + 17) & 0xFF);
    int orientation = 1;
    boolean hasPixels = false;
    at += AROUND + IHDR_BYTES;
    while (true) {
      int length = file.getInt(at);
      String type = ascii(file, at + 4, 4);
      if (length < 0 || length > file.limit() - at - AROUND) {
        throw refused();
      }
      switch (type) {
        case "IDAT" -> hasPixels = true;
        case "eXIf" -> orientation = Exif.orientation(file, at + 8, length);
        case "IHDR" -> throw refused();
        case "IEND" -> {
          if (!hasPixels) {
            throw refused();
          }
          return new ImageHeader(ImageFormat.PNG, width, height, orientation, 1, bytesPerPixel);
        }
        default -> {}
      }
      at += AROUND + length;
    }
  }

  private static int bytesPerPixel(int depth, int colours) {
    int channels =
        switch (colours) {
          case 0, 3 -> 1;
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> throw refused();
        };
    return switch (depth) {
      case 1, 2, 4, 8 -> channels;
      case 16 -> channels * 2;
      default -> throw refused();
    };
  }
}
