package info.powow.domain.notification;

import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import java.time.Instant;

/// What connected devices are told on `/user/queue/notifications`.
public sealed interface InAppMessage {
  /// @param id of the notification, the same as in the push
  /// @param reason why it is the person's business
  /// @param badge how many messages the person was told of and has not read
  record Notify(
      String id, ConversationId conversationId, long position, Relevance reason, int badge)
      implements InAppMessage {}

  /// News about a gathering.
  ///
  /// @param id of the notification, the same as in the push
  record NotifyGathering(
      String id, GatheringId gatheringId, Relevance reason, String title, Instant start)
      implements InAppMessage {}

  /// What was shown of a conversation is to be cleared up to a position.
  record Clear(ConversationId conversationId, long upTo, int badge) implements InAppMessage {}
}
