package info.powow.images;

import static info.powow.images.HeaderReader.ascii;
import static info.powow.images.HeaderReader.refused;

import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.ImageHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// The blocks of a GIF (GIF89a specification): frames and what they need, comments, whatever else
/// programs put in.
final class GifBlocks {
  private static final int SCREEN = 13;
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int APPLICATION = 0xFF;

  /// One byte for the index, four for the canvas on which it is shown.
  private static final int BYTES_PER_PIXEL = 5;

  /// A stretch of the file.
  private record Stretch(int from, int to) {}

  private final ByteBuffer file;
  private final List<Stretch> needed = new ArrayList<>();
  private int frames;

  private GifBlocks(ByteBuffer file) {
    this.file = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    walk();
  }

  static ImageHeader read(ByteBuffer file) {
    GifBlocks blocks = new GifBlocks(file);
    return new ImageHeader(
        ImageFormat.GIF, blocks.width(), blocks.height(), 1, blocks.frames, BYTES_PER_PIXEL);
  }

  /// Writes the picture as it is, and of all else only how often it is repeated: no comments, no
  /// plain text, no data of applications (XMP, ICC), nothing behind its end.
  static void writePlain(ByteBuffer file, OutputStream out) throws IOException {
    GifBlocks blocks = new GifBlocks(file);
    for (Stretch stretch : blocks.needed) {
      byte[] bytes = new byte[stretch.to() - stretch.from()];
      file.get(stretch.from(), bytes);
      out.write(bytes);
    }
  }

  private int width() {
    return file.getShort(6) & 0xFFFF;
  }

  private int height() {
    return file.getShort(8) & 0xFFFF;
  }

  private void walk() {
    int at = SCREEN + tableBytes(file.get(10));
    need(0, at);
    while (true) {
      int kind = file.get(at) & 0xFF;
      switch (kind) {
        case EXTENSION -> {
          int end = behindSubBlocks(at + 2);
          if (isNeeded(at)) {
            need(at, end);
          }
          at = end;
        }
        case FRAME -> {
          int end = frame(at);
          need(at, end);
          at = end;
        }
        case TRAILER -> {
          need(at, at + 1);
          if (frames == 0) {
            throw refused();
          }
          return;
        }
        default -> throw refused();
      }
    }
  }

  private boolean isNeeded(int at) {
    int label = file.get(at + 1) & 0xFF;
    return label == GRAPHIC_CONTROL
        || (label == APPLICATION
            && file.get(at + 2) == 11
            && ascii(file, at + 3, 11).equals("NETSCAPE2.0"));
  }

  private int frame(int at) {
    int left = file.getShort(at + 1) & 0xFFFF;
    int top = file.getShort(at + 3) & 0xFFFF;
    int width = file.getShort(at + 5) & 0xFFFF;
    int height = file.getShort(at + 7) & 0xFFFF;
    // A frame beside its canvas could be of any size.
    if (width == 0 || height == 0 || left + width > width() || top + height > height()) {
      throw refused();
    }
    frames++;
    int data = at + 10 + tableBytes(file.get(at + 9));
    return behindSubBlocks(data + 1);
  }

  private static int tableBytes(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private int behindSubBlocks(int from) {
    int at = from;
    while (true) {
      int size = file.get(at) & 0xFF;
      at += 1 + size;
      if (size == 0) {
        return at;
      }
    }
  }

  private void need(int from, int to) {
    if (to > file.limit()) {
      throw refused();
    }
    needed.add(new Stretch(from, to));
  }
}
