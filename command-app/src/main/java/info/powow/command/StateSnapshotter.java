package info.powow.command;

import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.AbstractSnapshotter;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// Creates snapshots of states that are folds of their streams.
///
/// @param <S> the state
/// @param <E> its events
/// @param <K> the stored form of the state
public final class StateSnapshotter<S, E, K> extends AbstractSnapshotter {
  private final Class<E> events;
  private final Class<K> snapshots;
  private final S beginning;
  private final BiFunction<S, E, S> evolve;
  private final Function<S, K> keep;
  private final Function<K, S> restore;

  /// @param keep converts a state to its stored form
  /// @param restore converts it back
  public StateSnapshotter(
      EventStore store,
      Executor executor,
      Class<E> events,
      Class<K> snapshots,
      S beginning,
      BiFunction<S, E, S> evolve,
      Function<S, K> keep,
      Function<K, S> restore) {
    super(new Builder(store, executor));
    this.events = events;
    this.snapshots = snapshots;
    this.beginning = beginning;
    this.evolve = evolve;
    this.keep = keep;
    this.restore = restore;
  }

  private static final class Builder extends AbstractSnapshotter.Builder {
    Builder(EventStore store, Executor executor) {
      eventStore(store);
      executor(executor);
    }
  }

  @Override
  protected DomainEventMessage<?> createSnapshot(
      Class<?> aggregateType, String identifier, DomainEventStream stream) {
    S state = beginning;
    while (stream.hasNext()) {
      state = next(state, stream.next().getPayload());
    }
    return new GenericDomainEventMessage<>(
        aggregateType.getSimpleName(),
        identifier,
        stream.getLastSequenceNumber(),
        keep.apply(state));
  }

  private S next(S state, Object payload) {
    if (snapshots.isInstance(payload)) {
      return restore.apply(snapshots.cast(payload));
    }
    if (events.isInstance(payload)) {
      return evolve.apply(state, events.cast(payload));
    }
    throw new IllegalStateException("such a stream has no " + payload.getClass().getSimpleName());
  }
}
