package info.powow.socket.push;

import info.powow.domain.ConversationId;
import java.util.Iterator;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// Conversations in Axon's event store.
record EventStoreLog(EventStore eventStore, WireForm wire) implements ConversationLog {
  @Override
  public long last(ConversationId conversation) {
    return eventStore.lastSequenceNumberFor(conversation.value()).orElse(-1L);
  }

  @Override
  public long head() {
    return WireForm.index(eventStore.createHeadToken());
  }

  @Override
  public Iterator<LoggedEvent> read(ConversationId conversation, long from) {
    DomainEventStream events = eventStore.readEvents(conversation.value(), from);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return events.hasNext();
      }

      @Override
      public LoggedEvent next() {
        return wire.of(events.next());
      }
    };
  }
}
