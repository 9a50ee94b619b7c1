package info.powow.client;

import java.util.LinkedHashMap;
import java.util.Map;

/// One frame of STOMP 1.2 (<https://stomp.github.io/stomp-specification-1.2.html>).
public record StompFrame(String command, Map<String, String> headers, String body) {

  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /// The frame as text, including the NUL at its end.
  public String encoded() {
    StringBuilder text = new StringBuilder(command).append('\n');
    // CONNECT has the form of STOMP 1.0, which has no escapes.
    boolean escape = !command.equals("CONNECT");
    headers.forEach((name, value) ->
        text.append(escape ? escaped(name) : name)
            .append(':')
            .append(escape ? escaped(value) : value)
            .append('\n'));
    return text.append('\n').append(body).append('\0').toString();
  }

  /// @param text one complete frame
  /// @throws IllegalArgumentException when it is not a frame
  public static StompFrame parse(String text) {
    int end = text.lastIndexOf('\0');
    int blank = text.indexOf("\n\n");
    if (end < 0 || blank < 0) {
      throw new IllegalArgumentException("not a frame");
    }
    String[] lines = text.substring(0, blank).strip().split("\n", -1);
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("not a header");
      }
      // If a header is repeated, the first one counts.
      headers.putIfAbsent(
          unescaped(lines[i].substring(0, colon)), unescaped(lines[i].substring(colon + 1)));
    }
    return new StompFrame(lines[0], headers, text.substring(blank + 2, end));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n").replace(":", "\\c");
  }

  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (escaped) {
        plain.append(
            switch (c) {
              case 'r' -> '\r';
              case 'n' -> '\n';
              case 'c' -> ':';
              case '\\' -> '\\';
              default -> throw new IllegalArgumentException("unknown escape");
            });
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else {
        plain.append(c);
      }
    }
    if (escaped) {
      throw new IllegalArgumentException("incomplete escape");
    }
    return plain.toString();
  }
}
