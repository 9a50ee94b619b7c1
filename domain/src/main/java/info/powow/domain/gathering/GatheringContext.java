package info.powow.domain.gathering;

import info.powow.domain.PersonId;
import java.time.Instant;

/// What a decision about a gathering needs to know beyond its own state.
public interface GatheringContext {
  /// In milliseconds, as the log keeps it.
  Instant now();

  boolean isPerson(PersonId person);

  boolean hasBlocked(PersonId person, PersonId other);
}
