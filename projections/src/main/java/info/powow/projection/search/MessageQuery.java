package info.powow.projection.search;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.PositionRange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody looks for among the messages that they may see.
///
/// @param words all of which a message must contain; the last one may be only begun
/// @param within where to look, and nowhere else
/// @param sender whose messages; null for everybody's
/// @param before the time before which they were sent; null for all
/// @param after where the last page ended; null for the first page
/// @param limit how many messages at most
public record MessageQuery(
    String words,
    List<Visible> within,
    @Nullable PersonId sender,
    @Nullable Instant before,
    @Nullable FoundPlace after,
    int limit) {

  /// The parts of a conversation that somebody may see.
  public record Visible(ConversationId conversation, List<PositionRange> ranges) {}
}
