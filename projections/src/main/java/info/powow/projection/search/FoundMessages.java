package info.powow.projection.search;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages that were looked for, the newest first.
///
/// @param next where the next page begins; null when this is the last
public record FoundMessages(List<Found> messages, @Nullable FoundPlace next) {

  /// @param highlights where the words are in the text, from its beginning to its end
  public record Found(
      ConversationId conversationId,
      long position,
      PersonId sender,
      Instant at,
      String text,
      List<Highlight> highlights) {}

  /// A stretch of a text, counted in UTF-16 code units as JavaScript and Java count.
  ///
  /// @param start the first unit that belongs to it
  /// @param end the first unit that does not any more
  public record Highlight(int start, int end) {}
}
