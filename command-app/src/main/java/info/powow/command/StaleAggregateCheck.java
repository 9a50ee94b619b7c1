package info.powow.command;

import info.powow.axon.store.KeyedEventStore;
import java.util.List;

/// Detects decisions on outdated cached states when there are several command nodes. The log
/// refuses outdated appends; refusals and decisions without events have to be checked here.
final class StaleAggregateCheck {
  private final KeyedEventStore events;
  private final CaffeineCache cache;

  StaleAggregateCheck(KeyedEventStore events, CaffeineCache cache) {
    this.events = events;
    this.cache = cache;
  }

  /// Evicts the states on which a command without events was decided, if the log has newer events.
  ///
  /// @return whether the command has to be decided again
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
