package info.powow.socket.presence;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is told and not kept. The component names are the names on the wire.
public sealed interface Signal {
  PersonId personId();

  record Typing(ConversationId conversationId, PersonId personId, boolean typing)
      implements Signal {}

  /// @param lastSeen null for somebody who is there
  record Presence(PersonId personId, boolean online, @Nullable Instant lastSeen)
      implements Signal {}
}
