package info.powow.projection.boot;

import info.powow.domain.PersonId;
import info.powow.domain.erasure.Forgets;
import info.powow.domain.erasure.PlaintextStore;
import info.powow.projector.Projector;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// A store that is filled from the log. It forgets by following the events that say that a person
/// was erased; this waits until it has.
///
/// @param purge removes from its files what was deleted or replaced
public record FollowerForgets(
    PlaintextStore store, List<Projector> projectors, Consumer<PersonId> purge) implements Forgets {
  private static final Duration WAIT = Duration.ofSeconds(60);

  @Override
  public long forget(PersonId person, long index) {
    if (index == 0) {
      return 0;
    }
    for (Projector projector : projectors) {
      if (!reaches(projector, index)) {
        throw new IllegalStateException("the projection " + projector.name() + " is behind");
      }
      // A stopped stream may hold what the person wrote.
      if (!projector.deadLetters().isEmpty()) {
        throw new IllegalStateException(
            "a stream of the projection " + projector.name() + " is stopped: see the dead letters");
      }
    }
    purge.accept(person);
    return 0;
  }

  private static boolean reaches(Projector projector, long index) {
    try {
      return projector.awaitReached(index, WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
