package info.powow.command.conversation;

import info.powow.axon.store.KeyedEventStore;
import info.powow.command.StateSnapshots;
import info.powow.domain.Accepted;
import info.powow.domain.ConversationId;
import info.powow.domain.conversation.Conversation;
import info.powow.domain.conversation.ConversationCommand;
import info.powow.domain.conversation.ConversationContext;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.Decision;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds the state of a conversation between commands. The rules are in [Conversation].
class ConversationAggregate {
  @AggregateIdentifier private final String id;
  private final StateSnapshots<Conversation> snapshots;
  private Conversation state;

  ConversationAggregate(String id, StateSnapshots<Conversation> snapshots) {
    this(id, snapshots, Conversation.unopened());
  }

  private ConversationAggregate(
      String id, StateSnapshots<Conversation> snapshots, Conversation state) {
    this.id = id;
    this.snapshots = snapshots;
    this.state = state;
  }

  /// @param firstEvent the first event of its stream
  static ConversationAggregate begin(
      String id, StateSnapshots<Conversation> snapshots, DomainEventMessage<?> firstEvent) {
    return firstEvent.getPayload() instanceof ConversationSnapshot snapshot
        ? new ConversationAggregate(id, snapshots, snapshot.state())
        : new ConversationAggregate(id, snapshots);
  }

  Conversation state() {
    return state;
  }

  Accepted handle(ConversationCommand command, ConversationContext context) {
    Decision decision = Conversation.decide(state, command, context);
    List<ConversationEvent> events = decision.events();
    events.forEach(event -> AggregateLifecycle.apply(event, keyOf(event)));
    ConversationId conversation = command.conversation();
    Accepted accepted =
        switch (decision) {
          // The first event is the one that the command asked for; the others follow from it.
          case Decision.Append _ ->
              Accepted.at(conversation, AggregateLifecycle.getVersion() - events.size() + 1);
          case Decision.Retry retry -> Accepted.at(conversation, retry.position());
          case Decision.Unchanged _ -> Accepted.in(conversation);
        };
    return accepted.inviting(Conversation.invited(state, command));
  }

  /// Attaches the key, so that the log remembers it as long as the message.
  private static MetaData keyOf(ConversationEvent event) {
    return event instanceof MessageSent sent
        ? MetaData.with(KeyedEventStore.KEY, SenderKey.of(sent.sender(), sent.key()))
        : MetaData.emptyInstance();
  }

  @EventSourcingHandler
  void on(ConversationEvent event, @SequenceNumber long sequence) {
    state = Conversation.evolve(state, event);
    snapshots.follow(id, sequence, state);
  }
}
