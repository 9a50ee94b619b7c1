package info.powow.domain.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.time.Instant;

/// How far somebody has read. Each reader has a stream of their own, so that reading takes no
/// position of the conversation: a group of a hundred would otherwise number a hundred events for
/// each message.
public sealed interface ReadEvent {
  ConversationId conversationId();

  PersonId personId();

  Instant at();

  /// @param upTo position of the last event that was read
  record Read(ConversationId conversationId, PersonId personId, long upTo, Instant at)
      implements ReadEvent {}
}
