package info.powow.command.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.util.Optional;
import java.util.OptionalLong;

/// Looks up what the bounded state of a conversation no longer contains.
public interface ConversationHistory {
  OptionalLong positionOf(ConversationId conversation, PersonId sender, CommandKey key);

  Optional<PersonId> senderAt(ConversationId conversation, long position);
}
