package info.powow.projection.search;

import info.powow.domain.conversation.ConversationEvent.MessageSent;
import org.jspecify.annotations.Nullable;

/// A message as it is found. Of a deleted one only the place is left.
///
/// @param place its place in the log: the order in which messages came to be, whatever clocks said
/// @param at when it was sent, in milliseconds since 1970-01-01T00:00Z
/// @param text what it says now; null when it says nothing or was deleted
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

  /// Its name in the index. Neither part contains a tilde, so that no two messages share one.
  static String id(String conversationId, long position) {
    return conversationId + "~" + position;
  }
}
