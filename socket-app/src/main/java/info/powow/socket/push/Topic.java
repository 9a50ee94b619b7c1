package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.Rejected;
import info.powow.domain.place.Point;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What clients may subscribe to: these and nothing else.
public sealed interface Topic {
  /// Every event of every conversation of mine.
  record Events() implements Topic {}

  /// The events of one conversation.
  record OneConversation(ConversationId conversation) implements Topic {}

  /// Who is there, who is typing.
  record Signals() implements Topic {}

  /// What was refused.
  record Errors() implements Topic {}

  /// What a push message would have told.
  record Notifications() implements Topic {}

  /// What is near, and what becomes of the gatherings that I go to.
  ///
  /// @param centre null for the latter only
  /// @param radius in metres
  record Nearby(@Nullable Point centre, int radius) implements Topic {}

  String EVENTS = "/user/queue/events";
  String CONVERSATIONS = "/topic/conversations/";
  String SIGNALS = "/user/queue/signals";
  String ERRORS = "/user/queue/errors";
  String NOTIFICATIONS = "/user/queue/notifications";
  String NEARBY = "/user/queue/nearby";

  /// Empty for a destination that is none of these. No pattern matches anything.
  static Optional<Topic> of(String destination) {
    return switch (destination) {
      case EVENTS -> Optional.of(new Events());
      case SIGNALS -> Optional.of(new Signals());
      case ERRORS -> Optional.of(new Errors());
      case NOTIFICATIONS -> Optional.of(new Notifications());
      case NEARBY -> Optional.of(new Nearby(null, 0));
      default -> ofConversation(destination);
    };
  }

  private static Optional<Topic> ofConversation(String destination) {
    if (!destination.startsWith(CONVERSATIONS)) {
      return Optional.empty();
    }
    try {
      String id = destination.substring(CONVERSATIONS.length());
      return Optional.of(new OneConversation(new ConversationId(id)));
    } catch (Rejected _) {
      return Optional.empty();
    }
  }
}
