package info.powow.projection.search;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.PositionRange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A search among the messages that a person may see.
///
/// @param words all of which a message must contain; the last one may be incomplete
/// @param within the only parts to search
/// @param sender the author; null for anybody
/// @param before the time before which they were sent; null for any
/// @param after the end of the previous page; null for the first page
/// @param limit the maximum number of messages
public record MessageQuery(
    String words,
    List<Visible> within,
    @Nullable PersonId sender,
    @Nullable Instant before,
    @Nullable FoundPlace after,
    int limit) {

  /// The parts of a conversation that a person may see.
  public record Visible(ConversationId conversation, List<PositionRange> ranges) {}
}
