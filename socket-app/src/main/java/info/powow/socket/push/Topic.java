package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.Identifier;
import info.powow.domain.Rejected;
import info.powow.domain.place.Point;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The destinations for SUBSCRIBE. There are no others.
public sealed interface Topic {
  /// Every event of all my conversations.
  record Events() implements Topic {}

  /// The events of one conversation.
  record OneConversation(ConversationId conversation) implements Topic {}

  /// Presence and typing.
  record Signals() implements Topic {}

  /// Refusals.
  record Errors() implements Topic {}

  /// What a push message would have said.
  record Notifications() implements Topic {}

  /// What is nearby, and changes of gatherings that I attend.
  ///
  /// @param centre null for the latter only
  /// @param radius in metres
  record Nearby(@Nullable Point centre, int radius) implements Topic {}

  /// The events of a replay. For staff only.
  record Replay(String replay) implements Topic {}

  String EVENTS = "/user/queue/events";
  String CONVERSATIONS = "/topic/conversations/";
  String SIGNALS = "/user/queue/signals";
  String ERRORS = "/user/queue/errors";
  String NOTIFICATIONS = "/user/queue/notifications";
  String NEARBY = "/user/queue/nearby";
  String REPLAYS = "/user/queue/replays/";

  /// Empty for an unknown destination. There are no patterns.
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
    if (destination.startsWith(REPLAYS)) {
      return ofReplay(destination.substring(REPLAYS.length()));
    }
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

  private static Optional<Topic> ofReplay(String id) {
    try {
      Identifier.require(id);
      return Optional.of(new Replay(id));
    } catch (Rejected _) {
      return Optional.empty();
    }
  }
}
