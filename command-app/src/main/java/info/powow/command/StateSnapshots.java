package info.powow.command;

import info.powow.axon.store.KeyedEventStore;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Saves the state of aggregates at every so many events, so that loading one reads no more events
/// than that.
///
/// The state comes from the aggregate in memory: nothing is read from the log for it.
///
/// @param <S> the state
public final class StateSnapshots<S> {
  private final Class<?> aggregate;
  private final int every;
  private final Function<S, Object> stored;
  private final KeyedEventStore events;
  private final Executor executor;

  /// @param stored converts a state to its stored form
  public StateSnapshots(
      Class<?> aggregate,
      int every,
      Function<S, Object> stored,
      KeyedEventStore events,
      Executor executor) {
    this.aggregate = aggregate;
    this.every = every;
    this.stored = stored;
    this.events = events;
    this.executor = executor;
  }

  /// An aggregate calls this in its event handler.
  ///
  /// @param sequence the number of the event in the stream
  /// @param state the state after it; immutable
  public void follow(String stream, long sequence, S state) {
    if ((sequence + 1) % every != 0 || !AggregateLifecycle.isLive()) {
      return;
    }
    // Counted before the append: if it fails, the state is of an event that never happened.
    long failedBefore = events.failedAppends();
    CurrentUnitOfWork.get()
        .afterCommit(_ ->
            events
                .settled()
                .thenRunAsync(
                    () -> {
                      if (events.failedAppends() == failedBefore) {
                        save(stream, sequence, state);
                      }
                    },
                    executor));
  }

  private void save(String stream, long sequence, S state) {
    events.storeSnapshot(
        new GenericDomainEventMessage<>(
            aggregate.getSimpleName(), stream, sequence, stored.apply(state)));
  }
}
