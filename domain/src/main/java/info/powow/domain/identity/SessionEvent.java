package info.powow.domain.identity;

import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.SessionId;
import java.time.Instant;

/// An event of a person's sessions. Like [AccountEvent], these serve sign-in only: they are never
/// shown to clients, audits or replays.
public sealed interface SessionEvent {
  PersonId personId();

  SessionId sessionId();

  Instant at();

  record SessionStarted(
      @Owner PersonId personId,
      SessionId sessionId,
      @Personal String device,
      @Personal String refreshHash,
      Instant at)
      implements SessionEvent {}

  /// A refresh token was used, and its successor was issued.
  record SessionRefreshed(
      @Owner PersonId personId,
      SessionId sessionId,
      @Personal String usedHash,
      @Personal String refreshHash,
      Instant at)
      implements SessionEvent {}

  record SessionEnded(PersonId personId, SessionId sessionId, Cause cause, Instant at)
      implements SessionEvent {}

  /// Why a session ended.
  enum Cause {
    SIGNED_OUT,
    /// The account is erased.
    ERASED,
    /// The session was not refreshed in time.
    EXPIRED,
    /// The person exceeded the maximum number of sessions, and this one was the least recently
    /// seen.
    REPLACED,
    /// A refresh token was used whose successor had already been used. Two parties have it, so it
    /// was stolen.
    TOKEN_REUSED
  }
}
