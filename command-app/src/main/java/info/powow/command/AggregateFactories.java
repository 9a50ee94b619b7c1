package info.powow.command;

import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.AbstractAggregateFactory;
import org.axonframework.eventsourcing.AggregateFactory;

/// Creates aggregates with their identifier set from the start, not by their first event.
public final class AggregateFactories {
  private AggregateFactories() {}

  /// @param firstEvent the first event of the stream, or a snapshot
  @FunctionalInterface
  public interface Beginning<T> {
    T of(String identifier, DomainEventMessage<?> firstEvent);
  }

  public static <T> AggregateFactory<T> of(Class<T> type, Beginning<T> beginning) {
    return new AbstractAggregateFactory<>(type) {
      @Override
      @SuppressWarnings("rawtypes") // Axon's signature.
      protected T doCreateAggregate(String identifier, DomainEventMessage firstEvent) {
        return beginning.of(identifier, firstEvent);
      }
    };
  }
}
