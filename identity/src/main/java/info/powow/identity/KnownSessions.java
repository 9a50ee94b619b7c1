package info.powow.identity;

import info.powow.domain.PersonId;
import info.powow.domain.SessionId;

/// What the log says of those whom a token is about.
interface KnownSessions {
  /// Whether a session of this person has started and not ended.
  boolean isOpen(PersonId person, SessionId session);

  /// Whether there is such a person.
  boolean isKnown(PersonId person);
}
