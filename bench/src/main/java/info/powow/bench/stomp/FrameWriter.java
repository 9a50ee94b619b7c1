package info.powow.bench.stomp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Builds one masked WebSocket frame at a time in a reused array. Each event loop has its own.
public final class FrameWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /// Room for the longest header, because the payload's length is known last.
  private static final int HEADER_ROOM = 14;

  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PONG = 0xA;

  private final SplittableRandom masks;
  private byte[] out = new byte[2048];
  private int at = HEADER_ROOM;
  private int opcode = TEXT;

  FrameWriter(long seed) {
    masks = new SplittableRandom(seed);
  }

  public FrameWriter text() {
    return begin(TEXT);
  }

  FrameWriter close() {
    return begin(CLOSE);
  }

  FrameWriter pong() {
    return begin(PONG);
  }

  private FrameWriter begin(int newOpcode) {
    opcode = newOpcode;
    at = HEADER_ROOM;
    return this;
  }

  public FrameWriter add(byte[] bytes) {
    return add(bytes, 0, bytes.length);
  }

  FrameWriter add(byte[] bytes, int from, int to) {
    room(to - from);
    System.arraycopy(bytes, from, out, at, to - from);
    at += to - from;
    return this;
  }

  public FrameWriter add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  public FrameWriter add(int oneByte) {
    room(1);
    out[at++] = (byte) oneByte;
    return this;
  }

  /// Adds the lowest `digits` hexadecimal digits of a number.
  public FrameWriter addHex(long number, int digits) {
    room(digits);
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      out[at++] = HEX[(int) (number >>> shift) & 15];
    }
    return this;
  }

  /// Adds a header, escaped as in STOMP 1.2.
  FrameWriter header(String name, String value) {
    return add(name)
        .add(':')
        .add(
            value
                .replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace(":", "\\c"))
        .add('\n');
  }

  private void room(int more) {
    if (at + more > out.length) {
      out = Arrays.copyOf(out, Math.max(at + more, out.length * 2));
    }
  }

  /// Returns the complete masked frame, and resets the writer.
  ByteBuf frame(ByteBufAllocator allocator) {
    int length = at - HEADER_ROOM;
    int key = masks.nextInt();
    int start;
    if (length < 126) {
      start = HEADER_ROOM - 6;
      out[start + 1] = (byte) (0x80 | length);
    } else if (length < 1 << 16) {
      start = HEADER_ROOM - 8;
      out[start + 1] = (byte) (0x80 | 126);
      out[start + 2] = (byte) (length >> 8);
      out[start + 3] = (byte) length;
    } else {
      start = HEADER_ROOM - 14;
      out[start + 1] = (byte) (0x80 | 127);
      Bytes.putLong64(out, start + 2, length);
    }
    out[start] = (byte) (0x80 | opcode);
    for (int shift = 24, mask = HEADER_ROOM - 4; shift >= 0; shift -= 8, mask++) {
      out[mask] = (byte) (key >> shift);
    }
    Bytes.mask(out, HEADER_ROOM, at, key);
    return allocator.ioBuffer(at - start).writeBytes(out, start, at - start);
  }
}
