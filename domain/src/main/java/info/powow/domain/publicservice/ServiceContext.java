package info.powow.domain.publicservice;

import info.powow.domain.PersonId;
import java.time.Instant;

/// What a decision about a service needs to know beyond its own state.
public interface ServiceContext {
  /// In milliseconds, as the log keeps it.
  Instant now();

  boolean isPerson(PersonId person);

  boolean hasBlocked(PersonId person, PersonId other);
}
