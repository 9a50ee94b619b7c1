package info.powow.socket.stomp;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The supported versions of STOMP. They differ in the escaping of headers.
public enum StompVersion {
  /// No escapes: <https://stomp.github.io/stomp-specification-1.0.html>
  V1_0("1.0"),
  /// Line feed, colon and backslash: <https://stomp.github.io/stomp-specification-1.1.html>
  V1_1("1.1"),
  /// Also carriage return: <https://stomp.github.io/stomp-specification-1.2.html>
  V1_2("1.2");

  private final String number;

  StompVersion(String number) {
    this.number = number;
  }

  public String number() {
    return number;
  }

  /// The name of the WebSocket sub-protocol, such as `v12.stomp`.
  public String subProtocol() {
    return "v" + number.replace(".", "") + ".stomp";
  }

  /// All versions, newest first.
  public static List<StompVersion> newestFirst() {
    return List.of(V1_2, V1_1, V1_0);
  }

  /// The versions available on a WebSocket: if it has a sub-protocol, only the corresponding one.
  public static List<StompVersion> under(@Nullable String subProtocol) {
    if (subProtocol == null) {
      return newestFirst();
    }
    return newestFirst().stream()
        .filter(version -> version.subProtocol().equals(subProtocol))
        .toList();
  }

  /// Negotiates the newest common version. A client without `accept-version` speaks 1.0.
  ///
  /// @param accepted the header `accept-version`, such as `1.1,1.2`
  /// @param offered the server's versions, newest first
  /// @return null if there is none
  public static @Nullable StompVersion agree(
      @Nullable String accepted, List<StompVersion> offered) {
    List<String> numbers =
        accepted == null
            ? List.of(V1_0.number)
            : Arrays.stream(accepted.split(",", -1)).map(String::strip).toList();
    for (StompVersion version : offered) {
      if (numbers.contains(version.number)) {
        return version;
      }
    }
    return null;
  }

  /// Encodes a header name or value.
  ///
  /// In 1.0, which has no escapes, characters that would break the frame are removed.
  String escape(String plain) {
    int at = firstToEscape(plain);
    if (at < 0) {
      return plain;
    }
    StringBuilder escaped = new StringBuilder(plain.length() + 8).append(plain, 0, at);
    for (int i = at; i < plain.length(); i++) {
      char c = plain.charAt(i);
      switch (c) {
        case '\n' -> escaped.append(this == V1_0 ? "" : "\\n");
        case '\r' -> escaped.append(this == V1_2 ? "\\r" : "");
        case ':' -> escaped.append(this == V1_0 ? ":" : "\\c");
        case '\\' -> escaped.append(this == V1_0 ? "\\" : "\\\\");
        case '\0' -> {}
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static int firstToEscape(String plain) {
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '\n' || c == '\r' || c == ':' || c == '\\' || c == '\0') {
        return i;
      }
    }
    return -1;
  }

  /// Decodes a header name or value.
  ///
  /// @throws ProtocolViolation for an escape that the version does not define
  String unescape(String escaped) {
    int at = this == V1_0 ? -1 : escaped.indexOf('\\');
    if (at < 0) {
      return escaped;
    }
    StringBuilder plain = new StringBuilder(escaped.length()).append(escaped, 0, at);
    for (int i = at; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      i++;
      plain.append(unescape(i < escaped.length() ? escaped.charAt(i) : '\0'));
    }
    return plain.toString();
  }

  private char unescape(char escape) {
    if (escape == 'r' && this == V1_2) {
      return '\r';
    }
    return switch (escape) {
      case 'n' -> '\n';
      case 'c' -> ':';
      case '\\' -> '\\';
      default ->
          throw new ProtocolViolation("A header has an escape that STOMP " + number + " lacks.");
    };
  }
}
