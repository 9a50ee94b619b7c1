package info.powow.socket.session;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The origin (RFC 6454) of this server's own pages.
record RequestOrigin(String scheme, String host, int port) {
  private static final Pattern HEADER =
      Pattern.compile("(https?)://([^/:@?#\\[\\]\\s]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  RequestOrigin {
    scheme = scheme.toLowerCase(Locale.ROOT);
    host = host.toLowerCase(Locale.ROOT);
  }

  /// Whether an `Origin` header equals this one. A malformed origin does not.
  boolean is(String header) {
    Matcher parts = HEADER.matcher(header.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return false;
    }
    int usual = parts.group(1).equals("https") ? HTTPS : HTTP;
    int named = parts.group(3) == null ? usual : Integer.parseInt(parts.group(3));
    return equals(new RequestOrigin(parts.group(1), parts.group(2), named));
  }
}
