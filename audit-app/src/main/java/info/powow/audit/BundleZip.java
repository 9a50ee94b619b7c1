package info.powow.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/// Writes the file of a bundle: an uncompressed ZIP file whose form follows from the names and
/// contents of its files alone. So a verifier can check every byte of it.
final class BundleZip implements AutoCloseable {
  /// The limit of a ZIP file of this form.
  static final long MAX_BYTES = 0xffff_0000L;

  static final int MAX_FILES = 65_000;

  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final short VERSION = 20;
  private static final short UTF8 = 0x0800;
  private static final short FIRST_DAY = 0x0021;
  private static final int BUFFER = 1 << 16;

  /// @param at the offset of its header
  private record Written(byte[] name, long at, long bytes, int crc) {}

  /// @param sha256 in hexadecimal
  record Listed(String name, long bytes, String sha256) {}

  /// Writes the content of one file.
  @FunctionalInterface
  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  /// The bundle is larger than allowed.
  static final class TooLarge extends IOException {
    TooLarge() {
      super("the bundle is too large");
    }
  }

  private final FileChannel channel;
  private final long maxBytes;
  private final List<Written> written = new ArrayList<>();
  private final List<Listed> listed = new ArrayList<>();
  private long at;

  BundleZip(Path file, long maxBytes) throws IOException {
    this.channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
    this.maxBytes = Math.min(maxBytes, MAX_BYTES);
  }

  void add(String name, byte[] content) throws IOException {
    add(name, out -> out.write(content));
  }

  void add(String name, Writer writer) throws IOException {
    if (written.size() == MAX_FILES) {
      throw new TooLarge();
    }
    byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
    long header = at;
    append(local(nameBytes, 0, 0));
    Content content = new Content();
    try (OutputStream out = new BufferedOutputStream(content, BUFFER)) {
      writer.writeTo(out);
    }
    int crc = (int) content.crc.getValue();
    overwrite(header, local(nameBytes, content.bytes, crc));
    written.add(new Written(nameBytes, header, content.bytes, crc));
    listed.add(new Listed(name, content.bytes, HexFormat.of().formatHex(content.digest.digest())));
  }

  /// The files written so far.
  List<Listed> files() {
    return List.copyOf(listed);
  }

  long bytes() {
    return at;
  }

  /// Completes the file and makes it durable.
  void finish() throws IOException {
    long directory = at;
    for (Written file : written) {
      ByteBuffer out =
          buffer(46 + file.name().length).putInt(CENTRAL).putShort(VERSION).putShort(VERSION);
      shared(out, file.name(), file.bytes(), file.crc());
      out.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
      append(out.putInt((int) file.at()).put(file.name()).flip());
    }
    ByteBuffer end = buffer(22).putInt(END).putInt(0);
    end.putShort((short) written.size()).putShort((short) written.size());
    end.putInt((int) (at - directory)).putInt((int) directory).putShort((short) 0);
    append(end.flip());
    channel.force(true);
  }

  private static ByteBuffer local(byte[] name, long bytes, int crc) {
    ByteBuffer out = buffer(30 + name.length).putInt(LOCAL).putShort(VERSION);
    return shared(out, name, bytes, crc).put(name).flip();
  }

  private static ByteBuffer shared(ByteBuffer out, byte[] name, long bytes, int crc) {
    out.putShort(UTF8).putShort((short) 0).putShort((short) 0).putShort(FIRST_DAY).putInt(crc);
    out.putInt((int) bytes).putInt((int) bytes);
    return out.putShort((short) name.length).putShort((short) 0);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void append(ByteBuffer bytes) throws IOException {
    if (at + bytes.remaining() > maxBytes) {
      throw new TooLarge();
    }
    long length = bytes.remaining();
    overwrite(at, bytes);
    at += length;
  }

  private void overwrite(long position, ByteBuffer bytes) throws IOException {
    long to = position;
    while (bytes.hasRemaining()) {
      to += channel.write(bytes, to);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private final class Content extends OutputStream {
    final MessageDigest digest = sha256();
    final CRC32 crc = new CRC32();
    long bytes;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      append(ByteBuffer.wrap(from, offset, length));
      digest.update(from, offset, length);
      crc.update(from, offset, length);
      bytes += length;
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
