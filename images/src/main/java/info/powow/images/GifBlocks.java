package info.powow.images;

import static info.powow.images.HeaderReader.refused;
import static info.powow.images.HeaderReader.startsWith;

import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.ImageHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The blocks of a GIF (GIF89a specification): frames and their parameters, comments, and
/// extensions.
final class GifBlocks {
  private static final int SCREEN = 13;
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int APPLICATION = 0xFF;

  /// One byte for the index, four for the canvas.
  private static final int BYTES_PER_PIXEL = 5;

  /// Programs write only a handful between two frames.
  private static final int MAX_EXTENSIONS = 10_000;

  /// Receives the needed parts of the file, in order.
  @FunctionalInterface
  private interface Parts {
    void take(int from, int to) throws IOException;
  }

  private final ByteBuffer file;
  private int frames;
  private int extensions;
  private boolean repeats;

  private GifBlocks(ByteBuffer file) {
    this.file = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  static ImageHeader read(ByteBuffer file) {
    GifBlocks blocks = new GifBlocks(file);
    try {
      blocks.walk((_, _) -> {});
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written here", e);
    }
    return new ImageHeader(
        ImageFormat.GIF, blocks.width(), blocks.height(), 1, blocks.frames, BYTES_PER_PIXEL);
  }

  /// Writes the frames and, of everything else, only the loop count: no comments, no plain text, no
  /// application data (XMP, ICC), nothing after the end.
  static void writePlain(ByteBuffer file, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    new GifBlocks(file)
        .walk((from, to) -> {
          for (int at = from; at < to; at += buffer.length) {
            int length = Math.min(buffer.length, to - at);
            file.get(at, buffer, 0, length);
            out.write(buffer, 0, length);
          }
        });
    out.write(TRAILER);
  }

  private int width() {
    return file.getShort(6) & 0xFFFF;
  }

  private int height() {
    return file.getShort(8) & 0xFFFF;
  }

  private void walk(Parts parts) throws IOException {
    int at = SCREEN + tableBytes(file.get(10));
    take(parts, 0, at);
    // The graphic control of the next frame. Only the last one before a frame counts, so only that
    // one is stored.
    int control = -1;
    int behindControl = -1;
    while (true) {
      // Some programs omit the trailer, and all browsers show such files.
      boolean ended = at == file.limit() && frames > 0;
      int kind = ended ? TRAILER : file.get(at) & 0xFF;
      switch (kind) {
        case EXTENSION -> {
          if (++extensions > MAX_EXTENSIONS) {
            throw refused();
          }
          int end = behindSubBlocks(at + 2);
          if ((file.get(at + 1) & 0xFF) == GRAPHIC_CONTROL) {
            control = at;
            behindControl = end;
          } else if (!repeats && saysHowOftenItRepeats(at)) {
            repeats = true;
            take(parts, at, end);
          }
          at = end;
        }
        case FRAME -> {
          int end = frame(at);
          if (control >= 0) {
            take(parts, control, behindControl);
            control = -1;
          }
          take(parts, at, end);
          at = end;
        }
        case TRAILER -> {
          if (frames == 0) {
            throw refused();
          }
          return;
        }
        default -> throw refused();
      }
    }
  }

  private boolean saysHowOftenItRepeats(int at) {
    return (file.get(at + 1) & 0xFF) == APPLICATION
        && startsWith(file, at + 2, 11, 'N', 'E', 'T', 'S', 'C', 'A', 'P', 'E', '2', '.', '0');
  }

  private int frame(int at) {
    int left = file.getShort(at + 1) & 0xFFFF;
    int top = file.getShort(at + 3) & 0xFFFF;
    int width = file.getShort(at + 5) & 0xFFFF;
    int height = file.getShort(at + 7) & 0xFFFF;
    // A frame outside its canvas could have any size.
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

  private void take(Parts parts, int from, int to) throws IOException {
    if (to > file.limit()) {
      throw refused();
    }
    parts.take(from, to);
  }
}
