package info.powow.identity;

import info.powow.domain.PersonId;
import info.powow.domain.SessionId;

/// What the log knows about the subject of a token.
interface KnownSessions {
  /// Whether a session of this person has started and not ended.
  boolean isOpen(PersonId person, SessionId session);

  /// Whether the person exists.
  boolean isKnown(PersonId person);
}
