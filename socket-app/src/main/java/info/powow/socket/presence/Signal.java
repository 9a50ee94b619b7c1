package info.powow.socket.presence;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A signal: sent and not stored. The component names are the names on the wire.
public sealed interface Signal {
  PersonId personId();

  record Typing(ConversationId conversationId, PersonId personId, boolean typing)
      implements Signal {}

  /// @param lastSeen null if the person is online
  record Presence(PersonId personId, boolean online, @Nullable Instant lastSeen)
      implements Signal {}
}
