package info.powow.command.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.eventlog.engine.EventLog;
import java.util.Optional;
import java.util.OptionalLong;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// Asks the embedded event log.
record LoggedConversations(EventLog log, EventStore events) implements ConversationMemory {

  @Override
  public OptionalLong positionOf(ConversationId conversation, PersonId sender, CommandKey key) {
    return log.positionOf(conversation.value(), SenderKey.of(sender, key));
  }

  @Override
  public Optional<PersonId> senderAt(ConversationId conversation, long position) {
    DomainEventStream stream = events.readEvents(conversation.value(), position);
    return stream.hasNext() && stream.next().getPayload() instanceof MessageSent sent
        ? Optional.of(sent.sender())
        : Optional.empty();
  }
}
