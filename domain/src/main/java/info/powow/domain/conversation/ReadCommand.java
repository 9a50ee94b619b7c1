package info.powow.domain.conversation;

import info.powow.domain.Command;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;

/// What a member can say of their own reading.
public sealed interface ReadCommand extends Command {
  ConversationId conversation();

  PersonId by();

  @Override
  default String routingKey() {
    return conversation().value();
  }

  /// Everything up to a position was read.
  record MarkRead(ConversationId conversation, PersonId by, long upTo) implements ReadCommand {}
}
