package info.powow.bench.stomp;

import java.util.Arrays;

/// Finds STOMP frames in WebSocket messages: usually one in each, but a message may contain
/// several, and a frame may span several.
///
/// A frame ends at its first NUL. That is correct only because every body of this protocol is JSON,
/// which cannot contain NUL; `content-length` is ignored.
final class FrameDecoder {
  private static final int MAX_FRAME = 1 << 20;
  private static final byte[] NOTHING = {};

  interface Sink {
    void frame(FrameView frame);
  }

  private byte[] rest = NOTHING;

  /// Processes a message or a part of one. Skips heart-beats (line ends between frames).
  void read(byte[] bytes, int from, int to, FrameView frame, Sink sink) {
    if (rest.length == 0) {
      int read = frames(bytes, from, to, frame, sink);
      if (read < to) {
        rest = Arrays.copyOfRange(bytes, read, to);
      }
      return;
    }
    if (rest.length + (to - from) > MAX_FRAME) {
      throw new MalformedFrame("more than " + MAX_FRAME + " bytes without an end");
    }
    byte[] all = Arrays.copyOf(rest, rest.length + (to - from));
    System.arraycopy(bytes, from, all, rest.length, to - from);
    int read = frames(all, 0, all.length, frame, sink);
    rest = read < all.length ? Arrays.copyOfRange(all, read, all.length) : NOTHING;
  }

  private static int frames(byte[] bytes, int from, int to, FrameView frame, Sink sink) {
    int at = from;
    while (true) {
      while (at < to && (bytes[at] == '\n' || bytes[at] == '\r')) {
        at++;
      }
      int end = Bytes.indexOfZero(bytes, at, to);
      if (end == to) {
        return at;
      }
      sink.frame(frame.at(bytes, at, end));
      at = end + 1;
    }
  }
}
