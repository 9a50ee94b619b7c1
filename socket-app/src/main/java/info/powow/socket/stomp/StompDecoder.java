package info.powow.socket.stomp;

import info.powow.domain.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decodes STOMP frames from the bytes of one connection, however they are split into messages.
///
/// Each byte is examined once: decoding an incomplete frame continues where it stopped. Bytes are
/// held only while a frame is incomplete, and never more than the maximum frame size.
public final class StompDecoder {
  static final int MAX_HEADERS = 64;
  static final int MAX_NAME_BYTES = 1_024;
  static final int MAX_VALUE_BYTES = 8_192;

  /// Command and headers together, apart from [#RESUME].
  static final int MAX_HEAD_BYTES = 16_384;

  /// The only header that may be longer than others, because it names every conversation of a
  /// person.
  static final String RESUME = "resume";

  private static final int MAX_COMMAND_BYTES = 16;
  private static final int LENGTH_UNKNOWN = -1;
  private static final int IN_HEAD = -1;
  private static final byte[] NOTHING = {};
  private static final byte[] RESUME_START = (RESUME + ':').getBytes(StandardCharsets.US_ASCII);

  private int maxFrameBytes;
  private StompVersion version = StompVersion.V1_2;
  private byte[] bytes = NOTHING;
  private int end;

  // The state of the current frame, as indices into the bytes.
  private int start;
  private int line;
  private int scanned;
  private int bodyStart = IN_HEAD;

  private int bodyLength = LENGTH_UNKNOWN;
  private int resumeBytes;
  private @Nullable ClientCommand command;
  private List<ClientFrame.Header> headers = List.of();

  public StompDecoder(int maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /// Sets the version, which determines the escaping of headers.
  public void speak(StompVersion negotiated) {
    version = negotiated;
  }

  /// Sets the maximum frame size from now on.
  public void allow(int frameBytes) {
    maxFrameBytes = frameBytes;
  }

  /// Whether no incomplete frame is held.
  public boolean isEmpty() {
    return start == end;
  }

  /// The number of bytes held.
  public int buffered() {
    return bytes.length;
  }

  /// Adds received bytes. The array belongs to the decoder from now on.
  public void feed(byte[] more) {
    if (isEmpty()) {
      bytes = more;
      moveTo(0);
      end = more.length;
      return;
    }
    int left = end - start;
    int needed = Math.addExact(left, more.length);
    if (needed > bytes.length || start > 0) {
      // Doubling keeps the copying linear, however small the fragments are.
      byte[] larger = new byte[Math.max(needed, Math.min(2 * left, maxFrameBytes))];
      System.arraycopy(bytes, start, larger, 0, left);
      bytes = larger;
      moveTo(0);
      end = left;
    }
    System.arraycopy(more, 0, bytes, end, more.length);
    end += more.length;
  }

  /// Moves to the beginning of the next frame.
  private void moveTo(int newStart) {
    int shift = newStart - start;
    start = newStart;
    line += shift;
    scanned += shift;
    if (bodyStart != IN_HEAD) {
      bodyStart += shift;
    }
  }

  /// Returns the next frame, or null if it is incomplete. End-of-lines between frames are
  /// heart-beats.
  ///
  /// @throws ProtocolViolation if the bytes are not a valid frame, or it is too large
  public @Nullable ClientFrame next() {
    while (start < end && (bytes[start] == '\n' || bytes[start] == '\r')) {
      start++;
    }
    if (scanned < start) {
      line = start;
      scanned = start;
    }
    if (start == end) {
      bytes = NOTHING;
      moveTo(0);
      end = 0;
      return null;
    }
    ClientFrame frame = bodyStart != IN_HEAD || readHead() ? readBody() : null;
    if (frame == null && end - start > maxFrameBytes) {
      throw new ProtocolViolation(Reason.TOO_LARGE);
    }
    return frame;
  }

  /// @return false if the head is incomplete
  private boolean readHead() {
    while (true) {
      int lineEnd = endOfLine();
      if (lineEnd < 0) {
        checkUnfinishedLine();
        return false;
      }
      int stop = lineEnd > line && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
      boolean isLast = command != null && stop == line;
      if (command == null) {
        command = ClientCommand.named(bytes, line, stop);
        headers = new ArrayList<>(6);
      } else if (!isLast) {
        addHeader(command, stop);
      }
      line = lineEnd + 1;
      scanned = line;
      checkHeadSize(line);
      if (isLast) {
        bodyStart = line;
        bodyLength = contentLength();
        return true;
      }
    }
  }

  private int endOfLine() {
    for (; scanned < end; scanned++) {
      if (bytes[scanned] == '\n') {
        return scanned;
      }
      if (bytes[scanned] == 0) {
        throw new ProtocolViolation("A frame ends before its head does.");
      }
    }
    return -1;
  }

  private void checkUnfinishedLine() {
    if (command == null) {
      if (end - line > MAX_COMMAND_BYTES) {
        throw ProtocolViolation.noCommand();
      }
    } else if (!isResume(line, end)) {
      checkHeadSize(end);
      if (end - line > MAX_NAME_BYTES + MAX_VALUE_BYTES + 2) {
        throw new ProtocolViolation(
            Reason.TOO_LARGE, "A header has more than " + MAX_VALUE_BYTES + " bytes.");
      }
    }
  }

  private void checkHeadSize(int upTo) {
    if (upTo - start - resumeBytes > MAX_HEAD_BYTES) {
      throw new ProtocolViolation(
          Reason.TOO_LARGE, "The headers of a frame have more than " + MAX_HEAD_BYTES + " bytes.");
    }
  }

  private boolean isResume(int from, int to) {
    int length = Math.min(RESUME_START.length, to - from);
    return Arrays.equals(bytes, from, from + length, RESUME_START, 0, length);
  }

  private void addHeader(ClientCommand of, int stop) {
    if (headers.size() == MAX_HEADERS) {
      throw new ProtocolViolation(
          Reason.TOO_LARGE, "A frame has more than " + MAX_HEADERS + " headers.");
    }
    int colon = line;
    while (colon < stop && bytes[colon] != ':') {
      colon++;
    }
    if (colon == stop || colon == line) {
      throw new ProtocolViolation("A header is not of the form name:value.");
    }
    if (colon - line > MAX_NAME_BYTES) {
      throw new ProtocolViolation(
          Reason.TOO_LARGE, "The name of a header has more than " + MAX_NAME_BYTES + " bytes.");
    }
    int valueBytes = stop - colon - 1;
    if (isResume(line, colon + 1)) {
      // One such header may be long.
      checkHeadSize(stop - valueBytes);
      if (resumeBytes == 0) {
        resumeBytes = valueBytes;
      }
    } else if (valueBytes > MAX_VALUE_BYTES) {
      throw new ProtocolViolation(
          Reason.TOO_LARGE, "A header has more than " + MAX_VALUE_BYTES + " bytes.");
    }
    headers.add(header(of, colon, stop));
  }

  private ClientFrame.Header header(ClientCommand of, int colon, int stop) {
    String name = new String(bytes, line, colon - line, StandardCharsets.UTF_8);
    String value = new String(bytes, colon + 1, stop - colon - 1, StandardCharsets.UTF_8);
    // "CONNECT and CONNECTED frames do not escape", so that every version can read them. Old
    // clients put a blank after the colon.
    if (of == ClientCommand.CONNECT || of == ClientCommand.STOMP || version == StompVersion.V1_0) {
      return new ClientFrame.Header(name, value.strip());
    }
    return new ClientFrame.Header(version.unescape(name), version.unescape(value));
  }

  /// @return [#LENGTH_UNKNOWN] if the body ends at the first NUL
  private int contentLength() {
    for (ClientFrame.Header header : headers) {
      if (header.name().equals("content-length")) {
        int length;
        try {
          length = Integer.parseInt(header.value().strip());
        } catch (NumberFormatException _) {
          throw new ProtocolViolation("The content-length is not a number.");
        }
        if (length < 0) {
          throw new ProtocolViolation("The content-length is not a number.");
        }
        if (length > maxFrameBytes) {
          throw new ProtocolViolation(Reason.TOO_LARGE);
        }
        return length;
      }
    }
    return LENGTH_UNKNOWN;
  }

  private @Nullable ClientFrame readBody() {
    int bodyEnd = bodyLength == LENGTH_UNKNOWN ? endOfBody() : bodyStart + bodyLength;
    if (bodyEnd < 0 || bodyEnd >= end) {
      return null;
    }
    if (bytes[bodyEnd] != 0) {
      throw new ProtocolViolation("The body is longer than its content-length.");
    }
    if (bodyEnd - start > maxFrameBytes) {
      throw new ProtocolViolation(Reason.TOO_LARGE);
    }
    byte[] body = bodyStart == bodyEnd ? NOTHING : Arrays.copyOfRange(bytes, bodyStart, bodyEnd);
    ClientCommand whole = command;
    if (whole == null) {
      throw new IllegalStateException("a body without a command");
    }
    ClientFrame frame = new ClientFrame(whole, headers, body);
    bodyStart = IN_HEAD;
    bodyLength = LENGTH_UNKNOWN;
    resumeBytes = 0;
    command = null;
    headers = List.of();
    start = bodyEnd + 1;
    line = start;
    scanned = start;
    return frame;
  }

  private int endOfBody() {
    for (; scanned < end; scanned++) {
      if (bytes[scanned] == 0) {
        return scanned;
      }
    }
    return -1;
  }
}
