package info.powow.ops;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The header of [W3C Trace Context](https://www.w3.org/TR/trace-context/) by which a client asks
/// for its message to be followed.
///
/// @param text as the client sent it
public record Traceparent(String text) {
  private static final Pattern FORM =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final int LENGTH = 55;

  public Traceparent {
    if (text.length() != LENGTH || !FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a traceparent");
    }
  }

  /// Ignores a header that is absent, invalid or not sampled, as the standard asks.
  public static @Nullable Traceparent parse(@Nullable String header) {
    return header != null
            && header.length() == LENGTH
            && FORM.matcher(header).matches()
            && (Character.digit(header.charAt(LENGTH - 1), 16) & 1) == 1
        ? new Traceparent(header)
        : null;
  }

  /// The client's own trace id.
  public String traceId() {
    return text.substring(3, 35);
  }
}
