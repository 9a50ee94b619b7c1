package info.powow.axon.store;

import java.util.Set;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;

/// Shows that the suite tests what any event store does, not just ours.
class InMemoryEventStoreConformanceTest extends EventStoreConformance {
  @Override
  protected EventStore open() {
    return EmbeddedEventStore.builder().storageEngine(new InMemoryEventStorageEngine()).build();
  }

  @Override
  protected void close(EventStore opened) {
    ((EmbeddedEventStore) opened).shutDown();
  }

  @Override
  protected Set<Ability> lacks() {
    // Whoever follows Axon's store in memory while many write may wait for events for ever.
    return Set.of(Ability.REFUSES_CONFLICTS, Ability.REOPENS, Ability.FOLLOWS_MANY_WRITERS);
  }
}
