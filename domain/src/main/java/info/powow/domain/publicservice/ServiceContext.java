package info.powow.domain.publicservice;

import info.powow.domain.PersonId;
import info.powow.domain.person.Consent;
import java.time.Instant;

/// What a decision about a service needs to know beyond its own state.
public interface ServiceContext {
  /// In milliseconds, as the log keeps it.
  Instant now();

  boolean isPerson(PersonId person);

  boolean hasBlocked(PersonId person, PersonId other);

  /// What a person allows others.
  Consent consentOf(PersonId person);
}
