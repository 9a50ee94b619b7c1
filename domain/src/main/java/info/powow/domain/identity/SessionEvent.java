package info.powow.domain.identity;

import info.powow.domain.PersonId;
import info.powow.domain.SessionId;
import java.time.Instant;

/// What happened to the sessions of a person. Like [AccountEvent], these are for signing in only:
/// no client, audit or replay is shown them.
public sealed interface SessionEvent {
  PersonId personId();

  SessionId sessionId();

  Instant at();

  record SessionStarted(
      PersonId personId, SessionId sessionId, String device, String refreshHash, Instant at)
      implements SessionEvent {}

  /// A refresh token was used, and another one given for it.
  record SessionRefreshed(
      PersonId personId, SessionId sessionId, String usedHash, String refreshHash, Instant at)
      implements SessionEvent {}

  record SessionEnded(PersonId personId, SessionId sessionId, Cause cause, Instant at)
      implements SessionEvent {}

  /// Why a session ended.
  enum Cause {
    SIGNED_OUT,
    /// It was not refreshed for too long.
    EXPIRED,
    /// The person has started more sessions than are kept; this was the least recently seen one.
    REPLACED,
    /// A refresh token came that had been followed by another one: two have it, and one of them
    /// stole it.
    TOKEN_REUSED
  }
}
