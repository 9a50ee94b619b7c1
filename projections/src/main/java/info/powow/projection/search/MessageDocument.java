package info.powow.projection.search;

import info.powow.domain.conversation.ConversationEvent.MessageSent;
import org.jspecify.annotations.Nullable;

/// A message in the search index. For a deleted message, only its place is left.
///
/// @param place its index in the log, which gives the order of messages independently of clocks
/// @param at when it was sent, in milliseconds since 1970-01-01T00:00Z
/// @param text its current text; null if it has none or was deleted
public record MessageDocument(
    String conversationId,
    long position,
    @Nullable Long place,
    @Nullable String sender,
    @Nullable Long at,
    @Nullable String text) {

  static MessageDocument of(MessageSent sent, long position, long place) {
    return new MessageDocument(
        sent.conversationId().value(),
        position,
        place,
        sent.sender().value(),
        sent.at().toEpochMilli(),
        sent.text());
  }

  static MessageDocument deleted(String conversationId, long position) {
    return new MessageDocument(conversationId, position, null, null, null, null);
  }

  MessageDocument saying(String newText) {
    return new MessageDocument(conversationId, position, place, sender, at, newText);
  }

  boolean isDeleted() {
    return sender == null;
  }

  /// The id of the document. Neither part contains a tilde, so ids are unique.
  static String id(String conversationId, long position) {
    return conversationId + "~" + position;
  }
}
