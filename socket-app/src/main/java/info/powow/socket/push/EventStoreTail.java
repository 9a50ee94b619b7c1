package info.powow.socket.push;

import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/// The tail of Axon's event store.
record EventStoreTail(EventStore eventStore) implements PushLoop.TailSource {
  @Override
  public @Nullable TrackingToken head() {
    return eventStore.createHeadToken();
  }

  @Override
  public EventTail open(@Nullable TrackingToken after, Runnable wake) {
    return EventTail.of(eventStore.openStream(after), wake);
  }
}
