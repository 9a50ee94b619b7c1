package info.powow.audit;

import info.powow.domain.ConversationId;
import info.powow.domain.conversation.TextHistories;
import info.powow.domain.conversation.Timeline;
import org.jspecify.annotations.Nullable;

/// A conversation as it was at a moment. Not changed after it was read.
///
/// @param index the index in the log up to which it looks
/// @param timeline who could see what then
/// @param texts where messages had been edited and deleted by then
/// @param last the newest event by then; null if there was none
/// @param head the newest event of all; null if the conversation does not exist
record ConversationAt(
    ConversationId id,
    long index,
    Timeline timeline,
    TextHistories texts,
    @Nullable Moment last,
    @Nullable Moment head) {
  ConversationAt upTo(long later) {
    return new ConversationAt(id, later, timeline, texts, last, head);
  }
}
