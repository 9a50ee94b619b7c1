package info.powow.socket.stomp;

import info.powow.domain.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes frames out of the bytes of one connection, however they are cut into messages.
///
/// Holds on to bytes only while a frame is incomplete, and never to more than one frame may have.
public final class StompReader {
  static final int MAX_HEADERS = 64;
  private static final byte[] NOTHING = {};

  private final int maxFrameBytes;
  private StompVersion version = StompVersion.V1_2;
  private byte[] bytes = NOTHING;
  private int start;
  private int end;
  private int searched;

  public StompReader(int maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /// How header values are escaped from now on.
  public void speak(StompVersion negotiated) {
    version = negotiated;
  }

  public boolean isEmpty() {
    return start == end;
  }

  /// Takes in what came. The array belongs to the reader from now on.
  public void feed(byte[] more) {
    if (isEmpty()) {
      bytes = more;
      start = 0;
      end = more.length;
      searched = 0;
      return;
    }
    int left = end - start;
    int needed = Math.addExact(left, more.length);
    if (needed > bytes.length || start > 0) {
      byte[] larger = new byte[Math.max(needed, Math.min(2 * left, maxFrameBytes))];
      System.arraycopy(bytes, start, larger, 0, left);
      searched -= start;
      bytes = larger;
      start = 0;
      end = left;
    }
    System.arraycopy(more, 0, bytes, end, more.length);
    end += more.length;
  }

  /// The next frame, or null until more has come. End-of-lines between frames are heart-beats.
  ///
  /// @throws ProtocolBreach when the bytes are no frame
  public @Nullable StompFrame next() {
    while (start < end && (bytes[start] == '\n' || bytes[start] == '\r')) {
      start++;
    }
    if (start == end) {
      bytes = NOTHING;
      start = 0;
      end = 0;
      return null;
    }
    StompFrame frame = frame();
    if (frame == null && end - start > maxFrameBytes) {
      throw new ProtocolBreach(Reason.TOO_LARGE);
    }
    return frame;
  }

  private @Nullable StompFrame frame() {
    int lineEnd = lineEnd(start);
    if (lineEnd < 0) {
      return null;
    }
    ClientCommand command = ClientCommand.named(bytes, start, withoutReturn(start, lineEnd));
    List<StompFrame.Header> headers = new ArrayList<>(6);
    int at = lineEnd + 1;
    while (true) {
      lineEnd = lineEnd(at);
      if (lineEnd < 0) {
        return null;
      }
      int lineStop = withoutReturn(at, lineEnd);
      if (lineStop == at) {
        break;
      }
      if (headers.size() == MAX_HEADERS) {
        throw new ProtocolBreach("A frame has more than " + MAX_HEADERS + " headers.");
      }
      headers.add(header(command, at, lineStop));
      at = lineEnd + 1;
    }
    return withBody(command, headers, lineEnd + 1);
  }

  private @Nullable StompFrame withBody(
      ClientCommand command, List<StompFrame.Header> headers, int bodyStart) {
    int length = contentLength(headers);
    int bodyEnd;
    if (length >= 0) {
      bodyEnd = bodyStart + length;
      if (bodyEnd >= end) {
        return null;
      }
      if (bytes[bodyEnd] != 0) {
        throw new ProtocolBreach("The body is longer than its content-length.");
      }
    } else {
      bodyEnd = indexOfNul(Math.max(bodyStart, searched));
      if (bodyEnd < 0) {
        searched = end;
        return null;
      }
    }
    if (bodyEnd - start > maxFrameBytes) {
      throw new ProtocolBreach(Reason.TOO_LARGE);
    }
    byte[] body = bodyStart == bodyEnd ? NOTHING : Arrays.copyOfRange(bytes, bodyStart, bodyEnd);
    start = bodyEnd + 1;
    searched = start;
    return new StompFrame(command, headers, body);
  }

  /// -1 when the body goes up to the first NUL
  private int contentLength(List<StompFrame.Header> headers) {
    for (StompFrame.Header header : headers) {
      if (header.name().equals("content-length")) {
        int length;
        try {
          length = Integer.parseInt(header.value().strip());
        } catch (NumberFormatException _) {
          throw new ProtocolBreach("The content-length is not a number.");
        }
        if (length < 0) {
          throw new ProtocolBreach("The content-length is not a number.");
        }
        if (length > maxFrameBytes) {
          throw new ProtocolBreach(Reason.TOO_LARGE);
        }
        return length;
      }
    }
    return -1;
  }

  private StompFrame.Header header(ClientCommand command, int from, int to) {
    int colon = from;
    while (colon < to && bytes[colon] != ':') {
      colon++;
    }
    if (colon == to || colon == from) {
      throw new ProtocolBreach("A header is not of the form name:value.");
    }
    String name = new String(bytes, from, colon - from, StandardCharsets.UTF_8);
    String value = new String(bytes, colon + 1, to - colon - 1, StandardCharsets.UTF_8);
    // "CONNECT and CONNECTED frames do not escape", so that every version can read them. Old
    // clients
    // put a blank after the colon.
    if (command == ClientCommand.CONNECT || command == ClientCommand.STOMP) {
      return new StompFrame.Header(name, value.strip());
    }
    if (version == StompVersion.V1_0) {
      return new StompFrame.Header(name, value.strip());
    }
    return new StompFrame.Header(version.unescape(name), version.unescape(value));
  }

  private int lineEnd(int from) {
    for (int i = from; i < end; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
      if (bytes[i] == 0) {
        throw new ProtocolBreach("A frame ends before its head does.");
      }
    }
    return -1;
  }

  private int withoutReturn(int from, int lineEnd) {
    return lineEnd > from && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
  }

  private int indexOfNul(int from) {
    for (int i = from; i < end; i++) {
      if (bytes[i] == 0) {
        return i;
      }
    }
    return -1;
  }
}
