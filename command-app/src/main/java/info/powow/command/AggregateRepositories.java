package info.powow.command;

import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.Repository;

/// Creates repositories that cache aggregates between commands, so that a command usually reads
/// nothing from the log.
public final class AggregateRepositories {
  private final EventStore events;
  private final CaffeineCache cache;

  AggregateRepositories(EventStore events, CaffeineCache cache) {
    this.events = events;
    this.cache = cache;
  }

  /// Evicts all aggregates from memory.
  public void forgetAll() {
    cache.removeAll();
  }

  public <T> Repository<T> of(Class<T> aggregate, AggregateFactories.Beginning<T> beginning) {
    return new ReadTrackingRepository<>(
        EventSourcingRepository.builder(aggregate)
            .aggregateFactory(AggregateFactories.of(aggregate, beginning))
            .eventStore(events)
            .cache(cache.of(aggregate))
            .build());
  }
}
