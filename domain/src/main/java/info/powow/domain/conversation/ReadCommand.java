package info.powow.domain.conversation;

import info.powow.domain.Command;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;

/// A member's command about their own reading progress.
public sealed interface ReadCommand extends Command {
  ConversationId conversation();

  PersonId by();

  @Override
  default String routingKey() {
    return conversation().value();
  }

  /// Marks everything up to a position as read.
  record MarkRead(ConversationId conversation, PersonId by, long upTo) implements ReadCommand {}
}
