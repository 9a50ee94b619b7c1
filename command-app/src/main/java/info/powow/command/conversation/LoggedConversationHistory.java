package info.powow.command.conversation;

import info.powow.axon.store.KeyedEventStore;
import info.powow.command.CommandReadSet;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import java.util.Optional;
import java.util.OptionalLong;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;

/// Queries the event log. Skips the lookup of a key where that is a network call and the log
/// refuses repeated keys anyway, because nearly all keys are new.
record LoggedConversationHistory(KeyedEventStore events) implements ConversationHistory {

  @Override
  public OptionalLong positionOf(ConversationId conversation, PersonId sender, CommandKey key) {
    return CommandReadSet.mayBeSupposed()
        ? OptionalLong.empty()
        : events.positionOf(conversation.value(), SenderKey.of(sender, key));
  }

  @Override
  public Optional<PersonId> senderAt(ConversationId conversation, long position) {
    DomainEventStream stream = events.readEvents(conversation.value(), position);
    return stream.hasNext() && stream.next().getPayload() instanceof MessageSent sent
        ? Optional.of(sent.sender())
        : Optional.empty();
  }
}
