package info.powow.domain.publicservice;

import info.powow.domain.PersonId;
import info.powow.domain.person.Consent;
import java.time.Instant;

/// The inputs of a decision about a service besides its state.
public interface ServiceContext {
  /// In milliseconds, the precision of the log.
  Instant now();

  boolean isPerson(PersonId person);

  boolean hasBlocked(PersonId person, PersonId other);

  /// A person's consent settings.
  Consent consentOf(PersonId person);
}
