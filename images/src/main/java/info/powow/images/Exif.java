package info.powow.images;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Reads the orientation from EXIF. Nothing else of it is read.
final class Exif {
  private static final int UPRIGHT = 1;
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY = 12;

  private Exif() {}

  /// @return 1 to 8; 1 if absent or malformed
  static int orientation(ByteBuffer file, int at, int length) {
    if (length < 8 || at + length > file.limit()) {
      return UPRIGHT;
    }
    ByteBuffer tiff = file.slice(at, length);
    switch (tiff.getShort(0)) {
      case 0x4949 -> tiff.order(ByteOrder.LITTLE_ENDIAN);
      case 0x4D4D -> tiff.order(ByteOrder.BIG_ENDIAN);
      default -> {
        return UPRIGHT;
      }
    }
    int directory = tiff.getInt(4);
    if (tiff.getShort(2) != 42 || directory < 8 || directory > length - 2) {
      return UPRIGHT;
    }
    int entries = tiff.getShort(directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY;
      if (entry > length - ENTRY) {
        return UPRIGHT;
      }
      if ((tiff.getShort(entry) & 0xFFFF) == ORIENTATION && tiff.getShort(entry + 2) == SHORT) {
        int value = tiff.getShort(entry + 8) & 0xFFFF;
        return value >= 1 && value <= 8 ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }
}
