package info.powow.projection.search;

import info.powow.domain.ConversationId;
import info.powow.domain.Rejected;
import java.util.Optional;

/// The place of a message in what a search finds: the newest first, and of the same millisecond in
/// the order of their names. As text `<milliseconds>.<position>.<conversation>`, which is sealed
/// before clients have it.
///
/// @param at milliseconds since 1970-01-01T00:00Z
public record FoundPlace(long at, ConversationId conversation, long position) {

  /// The place that somebody handed back, or nothing where it is none of ours.
  public static Optional<FoundPlace> parse(String place) {
    String[] parts = place.split("\\.", 3);
    try {
      return parts.length < 3
          ? Optional.empty()
          : Optional.of(
              new FoundPlace(
                  Long.parseLong(parts[0]),
                  new ConversationId(parts[2]),
                  Long.parseLong(parts[1])));
    } catch (NumberFormatException | Rejected notOurs) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return at + "." + position + "." + conversation.value();
  }
}
