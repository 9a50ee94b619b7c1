package info.powow.command;

import info.powow.axon.store.KeyedEventStore;
import java.util.List;

/// With several command nodes, a cached state may be outdated.
/// What is appended on it, the log refuses; that something is refused, or that nothing is to be
/// done, has to be checked here.
final class StaleAggregateCheck {
  private final KeyedEventStore events;
  private final CaffeineCache cache;

  StaleAggregateCheck(KeyedEventStore events, CaffeineCache cache) {
    this.events = events;
    this.cache = cache;
  }

  /// Forgets what a command was decided on that nothing came of, if there is more in the log.
  ///
  /// @return whether it has to be decided again
  boolean forget(CommandReadSet decidedOn) {
    if (!events.hasOtherWriters()) {
      return false;
    }
    List<CommandReadSet.State> old =
        decidedOn.states().stream()
            .filter(state -> newest(state.stream()) != state.version())
            .toList();
    old.forEach(state -> cache.of(state.aggregate().rootType()).remove(state.stream()));
    return !old.isEmpty();
  }

  private long newest(String stream) {
    return events.lastSequenceNumberFor(stream).orElse(-1L);
  }
}
