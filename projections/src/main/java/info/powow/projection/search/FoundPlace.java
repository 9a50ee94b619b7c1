package info.powow.projection.search;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// The place of a message in what a search finds: the newest first, and of the same millisecond in the
/// order of their names.
///
/// @param at milliseconds since 1970-01-01T00:00Z
public record FoundPlace(long at, String conversationId, long position) {

  /// This place as something that clients hand back and need not understand.
  public String token() {
    String plain = at + "." + position + "." + conversationId;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /// The place that a token names, or nothing where it is none of ours.
  public static Optional<FoundPlace> of(String token) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      String[] parts = plain.split("\\.", 3);
      return parts.length < 3
          ? Optional.empty()
          : Optional.of(
              new FoundPlace(Long.parseLong(parts[0]), parts[2], Long.parseLong(parts[1])));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
