package info.powow.domain.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Public;
import java.time.Instant;

/// A change of a person's read marker. Each reader has a stream of their own, so that reading takes
/// no positions of the conversation. Otherwise, a group of a hundred would have a hundred events
/// for each message.
public sealed interface ReadEvent {
  ConversationId conversationId();

  PersonId personId();

  Instant at();

  /// @param upTo the position of the last event read
  record Read(ConversationId conversationId, PersonId personId, @Public long upTo, Instant at)
      implements ReadEvent {}
}
