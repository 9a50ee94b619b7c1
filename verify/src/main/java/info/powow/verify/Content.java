package info.powow.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.IntConsumer;
import java.util.zip.CRC32;

/// Reads one file of a bundle from its beginning to its end, in lines or in pieces of one length, and
/// hashes what it reads.
final class Content {
  private static final int CHUNK = 1 << 18;
  private static final int LONGEST_LINE = 8 << 20;

  private final FileChannel channel;
  private final Container.File file;
  private final MessageDigest digest;
  private final CRC32 crc = new CRC32();
  private final IntConsumer progress;
  private long read;
  private byte[] buffer = new byte[CHUNK];
  private int at;
  private int limit;
  private int start;
  private int end;
  private long line;

  /// @param progress receives how many bytes were read
  Content(FileChannel channel, Container.File file, IntConsumer progress) {
    this.channel = channel;
    this.file = file;
    this.progress = progress;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  String name() {
    return file.name();
  }

  /// Reads more into the buffer; false at the end.
  private boolean fill() throws IOException, Broken {
    if (read == file.bytes()) {
      return false;
    }
    if (at > 0) {
      System.arraycopy(buffer, at, buffer, 0, limit - at);
      limit -= at;
      at = 0;
    }
    if (limit == buffer.length) {
      if (buffer.length >= LONGEST_LINE) {
        throw new Broken(file.name() + " has a line that is too long, after line " + line);
      }
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int most = (int) Math.min(buffer.length - limit, file.bytes() - read);
    int got = channel.read(ByteBuffer.wrap(buffer, limit, most), file.at() + read);
    if (got <= 0) {
      throw new Broken("the file is cut off within " + file.name());
    }
    digest.update(buffer, limit, got);
    crc.update(buffer, limit, got);
    progress.accept(got);
    read += got;
    limit += got;
    return true;
  }

  /// Goes to the next line; false at the end.
  boolean nextLine() throws IOException, Broken {
    int from = at;
    while (true) {
      for (int i = from; i < limit; i++) {
        if (buffer[i] == '\n') {
          start = at;
          end = i;
          at = i + 1;
          line++;
          return true;
        }
      }
      int scanned = limit - at;
      if (!fill()) {
        if (at < limit) {
          throw new Broken(file.name() + " does not end with a line break");
        }
        return false;
      }
      from = at + scanned;
    }
  }

  /// The number of the line, from 1.
  long line() {
    return line;
  }

  byte[] buffer() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  byte[] lineBytes() {
    return Arrays.copyOfRange(buffer, start, end);
  }

  /// Reads this many bytes; fewer only at the end.
  byte[] next(int bytes) throws IOException, Broken {
    while (limit - at < bytes) {
      if (!fill()) {
        break;
      }
    }
    int length = Math.min(bytes, limit - at);
    at += length;
    return Arrays.copyOfRange(buffer, at - length, at);
  }

  /// Reads all of it.
  ///
  /// @throws Broken if it is longer than expected
  byte[] all(int most) throws IOException, Broken {
    if (file.bytes() > most) {
      throw new Broken(file.name() + " is too large");
    }
    return next((int) file.bytes());
  }

  /// Reads the rest, and returns SHA-256 of the whole in hexadecimal.
  ///
  /// @throws Broken if the checksum of the ZIP file is another
  String hash() throws IOException, Broken {
    do {
      at = limit;
    } while (fill());
    if ((int) crc.getValue() != file.crc()) {
      throw new Broken(file.name() + " was changed: its checksum is another");
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
