package info.powow.projection.mongo;

import info.powow.domain.PersonId;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Removes from the files of the embedded store what was deleted or replaced, when a person is
/// erased. Does nothing to a MongoDB.
///
/// A large store takes minutes. So whoever asks again for the same person waits for the same purge.
public final class ViewsPurge implements Consumer<PersonId> {
  private static final Duration POLL = Duration.ofMillis(50);

  private final ViewStore store;
  private final Duration timeout;
  private final Map<PersonId, Long> tickets = new ConcurrentHashMap<>();

  /// @param timeout how long one call waits
  public ViewsPurge(ViewStore store, Duration timeout) {
    this.store = store;
    this.timeout = timeout;
  }

  /// @throws IllegalStateException if it is not done in time, or has failed
  @Override
  public void accept(PersonId person) {
    Long ticket = tickets.get(person);
    if (ticket == null) {
      OptionalLong begun = store.purge();
      if (begun.isEmpty()) {
        return;
      }
      ticket = begun.getAsLong();
      tickets.put(person, ticket);
    }
    boolean isPending = false;
    try {
      isPending = !isDone(ticket);
    } finally {
      if (!isPending) {
        tickets.remove(person);
      }
    }
    if (isPending) {
      throw new IllegalStateException("the files of the views are still being purged");
    }
  }

  private boolean isDone(long ticket) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!store.purged(ticket)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }
}
