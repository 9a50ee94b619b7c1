package info.powow.images;

import static info.powow.images.HeaderReader.refused;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.ImageHeader;
import java.nio.ByteBuffer;

/// The chunks of a PNG (ISO/IEC 15948).
final class PngHeader {
  private static final int SIGNATURE = 8;
  private static final int IHDR_BYTES = 13;

  /// Length, type and checksum.
  static final int AROUND = 12;

  /// The position of the first chunk after the header.
  static final int FIRST_CHUNK = SIGNATURE + AROUND + IHDR_BYTES;

  /// Programs write about ten chunks other than pixels.
  private static final int MAX_OTHER_CHUNKS = 1_000;

  /// Programs write 4 KB or more of pixels into a chunk. A decoder takes its time for each, also for
  /// an empty one.
  private static final int MAX_PIXEL_CHUNKS = 20_000;

  private PngHeader() {}

  static ImageHeader read(ByteBuffer file) {
    int at = SIGNATURE;
    if (file.getInt(at) != IHDR_BYTES || !isChunk(file, at, "IHDR")) {
      throw refused();
    }
    int width = file.getInt(at + 8);
    int height = file.getInt(at + 12);
    int bytesPerPixel = bytesPerPixel(file.get(at + 16) & 0xFF, file.get(at + 17) & 0xFF);
    int orientation = 1;
    boolean hasPixels = false;
    int others = 0;
    int pixelChunks = 0;
    at = FIRST_CHUNK;
    while (true) {
      if (hasPixels && at == file.limit()) {
        // The last chunk is missing. All browsers show such files.
        return new ImageHeader(ImageFormat.PNG, width, height, orientation, 1, bytesPerPixel);
      }
      int length = file.getInt(at);
      if (length < 0 || length > file.limit() - at - AROUND) {
        throw refused();
      }
      if (isChunk(file, at, "IDAT")) {
        hasPixels = true;
        if (++pixelChunks > MAX_PIXEL_CHUNKS) {
          throw refused();
        }
      } else if (isChunk(file, at, "IEND")) {
        if (!hasPixels) {
          throw refused();
        }
        return new ImageHeader(ImageFormat.PNG, width, height, orientation, 1, bytesPerPixel);
      } else if (isChunk(file, at, "IHDR") || ++others > MAX_OTHER_CHUNKS) {
        throw refused();
      } else if (isChunk(file, at, "eXIf")) {
        orientation = Exif.orientation(file, at + 8, length);
      } else if (isChunk(file, at, "acTL") && length == 8 && file.getInt(at + 8) > 1) {
        throw new Rejected(Reason.MOVING_IMAGE_UNSUPPORTED);
      }
      at += AROUND + length;
    }
  }

  /// Whether the chunk at this position has this type.
  static boolean isChunk(ByteBuffer file, int at, String type) {
    for (int i = 0; i < 4; i++) {
      if (file.get(at + 4 + i) != type.charAt(i)) {
        return false;
      }
    }
    return true;
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
