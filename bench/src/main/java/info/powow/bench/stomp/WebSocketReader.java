package info.powow.bench.stomp;

import java.util.Arrays;

/// Splits received bytes into WebSocket messages (RFC 6455), however reads cut them.
///
/// Messages are passed on in place. A complete message needs no allocation; only an incomplete one
/// is copied until the next read. UTF-8 is not validated.
final class WebSocketReader {
  /// Larger than any frame of the protocol (64 KB of text, escaped), so that a faulty server cannot
  /// exhaust the load generator's memory.
  private static final int MAX_MESSAGE = 1 << 20;

  private static final int KEPT_CAPACITY = 4096;
  private static final byte[] NOTHING = {};

  /// Receives messages. Arrays are valid only during the call.
  interface Sink {
    void text(byte[] bytes, int from, int to);

    void ping(byte[] bytes, int from, int to);

    void close(int code);
  }

  /// An incomplete frame.
  private byte[] rest = NOTHING;

  private int restLength;

  /// The fragments of an incomplete message.
  private byte[] fragments = NOTHING;

  private int fragmentsLength;
  private boolean fragmented;

  /// Processes the bytes of one read.
  ///
  /// @throws MalformedFrame if the server violates the protocol
  void read(byte[] bytes, int from, int to, Sink sink) {
    if (restLength == 0) {
      int read = frames(bytes, from, to, sink);
      keep(bytes, read, to);
      return;
    }
    int length = restLength + (to - from);
    if (length > rest.length) {
      rest = Arrays.copyOf(rest, Math.max(length, rest.length * 2));
    }
    System.arraycopy(bytes, from, rest, restLength, to - from);
    byte[] all = rest;
    int read = frames(all, 0, length, sink);
    keep(all, read, length);
  }

  private void keep(byte[] bytes, int from, int to) {
    restLength = to - from;
    if (restLength == 0) {
      if (rest.length > KEPT_CAPACITY) {
        rest = NOTHING;
      }
      return;
    }
    if (restLength > rest.length) {
      rest = new byte[Math.max(restLength, 512)];
    }
    System.arraycopy(bytes, from, rest, 0, restLength);
  }

  /// Passes on all complete frames, and returns the position of the first incomplete one.
  private int frames(byte[] bytes, int from, int to, Sink sink) {
    int at = from;
    while (to - at >= 2) {
      int first = bytes[at];
      int second = bytes[at + 1];
      if (second < 0) {
        throw new MalformedFrame("a server's frame may not be masked");
      }
      int header = 2;
      long length = second;
      if (length == 126) {
        header = 4;
        if (to - at < header) {
          return at;
        }
        length = (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
      } else if (length == 127) {
        header = 10;
        if (to - at < header) {
          return at;
        }
        length = Bytes.long64(bytes, at + 2);
      }
      if (length < 0 || length > MAX_MESSAGE) {
        throw new MalformedFrame("a frame of " + Long.toUnsignedString(length) + " bytes");
      }
      int payload = at + header;
      int end = payload + (int) length;
      if (end > to) {
        return at;
      }
      frame(first, bytes, payload, end, sink);
      at = end;
    }
    return at;
  }

  private void frame(int first, byte[] bytes, int from, int to, Sink sink) {
    boolean last = first < 0;
    if ((first & 0x70) != 0) {
      throw new MalformedFrame("an extension that was not negotiated");
    }
    switch (first & 0x0f) {
      case 0x0 -> {
        if (!fragmented) {
          throw new MalformedFrame("a continuation of nothing");
        }
        fragment(bytes, from, to);
        if (last) {
          fragmented = false;
          sink.text(fragments, 0, fragmentsLength);
          fragments = NOTHING;
        }
      }
      case 0x1, 0x2 -> {
        if (fragmented) {
          throw new MalformedFrame("a message inside a message");
        }
        if (last) {
          sink.text(bytes, from, to);
        } else {
          fragmented = true;
          fragmentsLength = 0;
          fragment(bytes, from, to);
        }
      }
      case 0x8 ->
          sink.close(to - from < 2 ? 1005 : (bytes[from] & 0xff) << 8 | bytes[from + 1] & 0xff);
      case 0x9 -> sink.ping(bytes, from, to);
      case 0xA -> {
        // An unsolicited pong is allowed and has no meaning.
      }
      default -> throw new MalformedFrame("opcode " + (first & 0x0f));
    }
  }

  private void fragment(byte[] bytes, int from, int to) {
    int length = fragmentsLength + (to - from);
    if (length > MAX_MESSAGE) {
      throw new MalformedFrame("a message of more than " + MAX_MESSAGE + " bytes");
    }
    if (length > fragments.length) {
      fragments = Arrays.copyOf(fragments, Math.max(length, fragments.length * 2));
    }
    System.arraycopy(bytes, from, fragments, fragmentsLength, to - from);
    fragmentsLength = length;
  }
}
