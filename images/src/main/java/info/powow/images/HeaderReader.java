package info.powow.images;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.image.ImageHeader;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Determines the format and size of a file without decoding it, by walking its structure from the
/// first byte to the end of the picture.
///
/// The first bytes determine the format, not the name or the declared type. Incomplete files, and
/// features that no decoder here should see, are refused. Data after the end of the picture is
/// never read.
final class HeaderReader {
  private HeaderReader() {}

  /// @throws Rejected `invalid_image`
  static ImageHeader read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  static ImageHeader read(ByteBuffer file) {
    try {
      if (startsWith(file, 0, 0xFF, 0xD8, 0xFF)) {
        return JpegHeader.read(file);
      }
      if (startsWith(file, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
        return PngHeader.read(file);
      }
      if (startsWith(file, 0, 'G', 'I', 'F', '8', '7', 'a')
          || startsWith(file, 0, 'G', 'I', 'F', '8', '9', 'a')) {
        return GifBlocks.read(file);
      }
      if (startsWith(file, 0, 'R', 'I', 'F', 'F') && startsWith(file, 8, 'W', 'E', 'B', 'P')) {
        return WebpHeader.read(file);
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      // The file is truncated or inconsistent.
      throw refused();
    }
    throw refused();
  }

  static Rejected refused() {
    return new Rejected(Reason.INVALID_IMAGE);
  }

  static boolean startsWith(ByteBuffer file, int at, int... bytes) {
    if (file.limit() < at + bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((file.get(at + i) & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  static String ascii(ByteBuffer file, int at, int length) {
    byte[] bytes = new byte[length];
    file.get(at, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static int unsignedShort(ByteBuffer file, int at) {
    return file.getShort(at) & 0xFFFF;
  }
}
