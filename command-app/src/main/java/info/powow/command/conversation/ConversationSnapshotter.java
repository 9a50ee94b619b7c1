package info.powow.command.conversation;

import info.powow.domain.conversation.Conversation;
import info.powow.domain.conversation.ConversationEvent;
import java.util.concurrent.Executor;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.AbstractSnapshotter;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// Folds a conversation's stream into a [ConversationSnapshot].
final class ConversationSnapshotter extends AbstractSnapshotter {

  ConversationSnapshotter(EventStore events, Executor executor) {
    super(new Builder(events, executor));
  }

  private static final class Builder extends AbstractSnapshotter.Builder {
    Builder(EventStore events, Executor executor) {
      eventStore(events);
      executor(executor);
    }
  }

  @Override
  protected DomainEventMessage<?> createSnapshot(
      Class<?> aggregateType, String identifier, DomainEventStream stream) {
    Conversation state = Conversation.unopened();
    while (stream.hasNext()) {
      state = next(state, stream.next().getPayload());
    }
    return new GenericDomainEventMessage<>(
        ConversationAggregate.class.getSimpleName(),
        identifier,
        stream.getLastSequenceNumber(),
        new ConversationSnapshot(state));
  }

  private static Conversation next(Conversation state, Object payload) {
    return switch (payload) {
      case ConversationSnapshot snapshot -> snapshot.state();
      case ConversationEvent event -> Conversation.evolve(state, event);
      default ->
          throw new IllegalStateException(
              "a conversation's stream has no " + payload.getClass().getSimpleName());
    };
  }
}
