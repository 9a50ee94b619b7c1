package info.powow.bench.stomp;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A view of a STOMP frame in the read buffer: one object per event loop, moved from frame to
/// frame. Valid only during the call that receives it.
public final class FrameView {
  /// The commands of a server, and a value for anything else.
  public enum Command {
    CONNECTED,
    MESSAGE,
    RECEIPT,
    ERROR,
    UNKNOWN
  }

  private byte[] bytes = {};
  private int from;
  private int to;
  private int body;

  FrameView() {}

  /// Moves to the frame from `from` to its final NUL at `to`.
  FrameView at(byte[] newBytes, int newFrom, int newTo) {
    bytes = newBytes;
    from = newFrom;
    to = newTo;
    body = -1;
    return this;
  }

  /// Determined by the first letter if that is sufficient.
  public Command command() {
    if (to - from < 5) {
      return Command.UNKNOWN;
    }
    return switch (bytes[from]) {
      case 'M' -> Command.MESSAGE;
      case 'R' -> Command.RECEIPT;
      case 'C' -> Command.CONNECTED;
      case 'E' -> Command.ERROR;
      default -> Command.UNKNOWN;
    };
  }

  public byte[] bytes() {
    return bytes;
  }

  /// Where in [#bytes()] the frame begins.
  public int start() {
    return from;
  }

  /// Where in [#bytes()] the frame ends (not counting the NUL).
  public int end() {
    return to;
  }

  /// Where in [#bytes()] the body begins, after the empty line.
  public int body() {
    if (body < 0) {
      body = to;
      for (int at = from; at + 1 < to; at++) {
        if (bytes[at] == '\n'
            && (bytes[at + 1] == '\n'
                || bytes[at + 1] == '\r' && at + 2 < to && bytes[at + 2] == '\n')) {
          body = at + (bytes[at + 1] == '\n' ? 2 : 3);
          break;
        }
      }
    }
    return body;
  }

  public String bodyText() {
    return new String(bytes, body(), to - body(), StandardCharsets.UTF_8);
  }

  /// The position in [#bytes()] of a header's value, or -1. The first of several counts (STOMP
  /// 1.2).
  ///
  /// @param name with its colon, as ASCII
  public int header(byte[] name) {
    int line = from;
    while (line < to) {
      while (line < to && bytes[line] != '\n') {
        line++;
      }
      line++;
      if (line + name.length > to || bytes[line] == '\n' || bytes[line] == '\r') {
        return -1;
      }
      int at = 0;
      while (at < name.length && bytes[line + at] == name[at]) {
        at++;
      }
      if (at == name.length) {
        return line + at;
      }
    }
    return -1;
  }

  /// The value of a header, unescaped.
  public @Nullable String header(String name) {
    int start = header((name + ":").getBytes(StandardCharsets.UTF_8));
    if (start < 0) {
      return null;
    }
    int end = start;
    while (end < to && bytes[end] != '\n') {
      end++;
    }
    if (end > start && bytes[end - 1] == '\r') {
      end--;
    }
    String raw = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    // CONNECTED is not escaped, for compatibility with STOMP 1.0.
    return raw.indexOf('\\') < 0 || command() == Command.CONNECTED ? raw : unescaped(raw);
  }

  private static String unescaped(String raw) {
    StringBuilder plain = new StringBuilder(raw.length());
    for (int at = 0; at < raw.length(); at++) {
      char c = raw.charAt(at);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      at++;
      plain.append(
          switch (at < raw.length() ? raw.charAt(at) : 0) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'c' -> ':';
            case '\\' -> '\\';
            default -> throw new MalformedFrame("an unknown escape in a header");
          });
    }
    return plain.toString();
  }

  @Override
  public String toString() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
