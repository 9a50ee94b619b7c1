package info.powow.projection.search;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages that match a query, newest first.
///
/// @param next where the next page begins; null if this is the last
public record FoundMessages(List<Found> messages, @Nullable FoundPlace next) {

  /// @param highlights the matches in the text, in order
  public record Found(
      ConversationId conversationId,
      long position,
      PersonId sender,
      Instant at,
      String text,
      List<Highlight> highlights) {}

  /// A range of a text, in UTF-16 code units as JavaScript and Java count.
  ///
  /// @param start the first unit of the range
  /// @param end the first unit after it
  public record Highlight(int start, int end) {}
}
