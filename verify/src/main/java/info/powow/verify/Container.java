package info.powow.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/// The file of a bundle: a ZIP file without compression, in the one form that is determined by the
/// names and contents of its files. Whatever could be changed in a ZIP file without changing a
/// content (times, attributes, comments, gaps) has one allowed value, so that no byte escapes.
final class Container {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int LOCAL_BYTES = 30;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final short VERSION = 20;
  private static final short UTF8 = 0x0800;
  private static final short FIRST_DAY = 0x0021;
  private static final int LARGEST_DIRECTORY = 32 << 20;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,2}");

  /// @param at where its content begins
  record File(String name, long at, long bytes, int crc) {}

  private final FileChannel channel;
  private final IntConsumer progress;
  private final Map<String, File> files = new HashMap<>();
  private final List<File> inOrder = new ArrayList<>();

  /// @param progress receives how many bytes of contents were read
  /// @throws Broken if a byte outside of the contents is not what it has to be
  Container(FileChannel channel, IntConsumer progress) throws IOException, Broken {
    this.channel = channel;
    this.progress = progress;
    long size = channel.size();
    if (size < END_BYTES) {
      throw new Broken("the file is cut off, or is no bundle");
    }
    ByteBuffer end = read(size - END_BYTES, END_BYTES);
    if (end.getInt(0) != END) {
      throw new Broken("the file is cut off, or is no bundle: its end is missing");
    }
    int count = Short.toUnsignedInt(end.getShort(10));
    long directoryBytes = Integer.toUnsignedLong(end.getInt(12));
    long directoryAt = Integer.toUnsignedLong(end.getInt(16));
    ByteBuffer expectedEnd = buffer(END_BYTES);
    expectedEnd.putInt(END).putInt(0).putShort((short) count).putShort((short) count);
    expectedEnd.putInt((int) directoryBytes).putInt((int) directoryAt).putShort((short) 0);
    if (!Arrays.equals(end.array(), expectedEnd.array())
        || directoryAt + directoryBytes != size - END_BYTES
        || directoryBytes > LARGEST_DIRECTORY) {
      throw new Broken("the end of the file was changed");
    }
    readDirectory(read(directoryAt, (int) directoryBytes), count, directoryAt);
  }

  private void readDirectory(ByteBuffer directory, int count, long directoryAt)
      throws IOException, Broken {
    long at = 0;
    for (int i = 0; i < count; i++) {
      if (directory.remaining() < CENTRAL_BYTES) {
        throw new Broken("the list of files in the file was changed");
      }
      int from = directory.position();
      int crc = directory.getInt(from + 16);
      long bytes = Integer.toUnsignedLong(directory.getInt(from + 20));
      int nameBytes = Short.toUnsignedInt(directory.getShort(from + 28));
      if (directory.remaining() < CENTRAL_BYTES + nameBytes) {
        throw new Broken("the list of files in the file was changed");
      }
      byte[] name = new byte[nameBytes];
      directory.get(from + CENTRAL_BYTES, name);
      byte[] found = new byte[CENTRAL_BYTES + nameBytes];
      directory.get(found);
      String text = new String(name, StandardCharsets.UTF_8);
      if (!NAME.matcher(text).matches() || !Arrays.equals(found, central(name, at, bytes, crc))) {
        throw new Broken("the list of files in the file was changed, at file " + (i + 1));
      }
      if (at + LOCAL_BYTES + nameBytes + bytes > directoryAt
          || !Arrays.equals(read(at, LOCAL_BYTES + nameBytes).array(), local(name, bytes, crc))) {
        throw new Broken("the beginning of " + text + " in the file was changed");
      }
      at += LOCAL_BYTES + nameBytes;
      File file = new File(text, at, bytes, crc);
      if (files.put(text, file) != null) {
        throw new Broken("the file has two files named " + text);
      }
      inOrder.add(file);
      at += bytes;
    }
    if (directory.hasRemaining() || at != directoryAt) {
      throw new Broken("the file contains bytes that belong to no file in it");
    }
  }

  private static byte[] local(byte[] name, long bytes, int crc) {
    ByteBuffer out = buffer(LOCAL_BYTES + name.length).putInt(LOCAL).putShort(VERSION);
    return shared(out, name, bytes, crc).put(name).array();
  }

  private static byte[] central(byte[] name, long at, long bytes, int crc) {
    ByteBuffer out =
        buffer(CENTRAL_BYTES + name.length).putInt(CENTRAL).putShort(VERSION).putShort(VERSION);
    shared(out, name, bytes, crc).putShort((short) 0).putShort((short) 0).putShort((short) 0);
    return out.putInt(0).putInt((int) at).put(name).array();
  }

  private static ByteBuffer shared(ByteBuffer out, byte[] name, long bytes, int crc) {
    out.putShort(UTF8).putShort((short) 0).putShort((short) 0).putShort(FIRST_DAY).putInt(crc);
    out.putInt((int) bytes).putInt((int) bytes);
    return out.putShort((short) name.length).putShort((short) 0);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer read(long at, int bytes) throws IOException, Broken {
    ByteBuffer in = buffer(bytes);
    while (in.hasRemaining()) {
      if (channel.read(in, at + in.position()) < 0) {
        throw new Broken("the file is cut off");
      }
    }
    return in.flip();
  }

  List<File> files() {
    return inOrder;
  }

  /// @throws Broken if there is none
  Content open(String name) throws Broken {
    File file = files.get(name);
    if (file == null) {
      throw new Broken("the file has no " + name);
    }
    return new Content(channel, file, progress);
  }

  boolean has(String name) {
    return files.containsKey(name);
  }
}
