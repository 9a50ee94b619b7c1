package info.powow.domain.identity;

import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import java.time.Instant;

/// An event of an account. These streams serve sign-in only: they are never shown to clients,
/// audits or replays.
public sealed interface AccountEvent {
  Handle handle();

  Instant at();

  /// Nobody signs in with this handle here, because an external issuer authenticates its owner.
  record HandleReserved(@Personal Handle handle, @Owner PersonId personId, Instant at)
      implements AccountEvent {}

  record AccountOpened(
      @Personal Handle handle, @Owner PersonId personId, @Personal String passwordHash, Instant at)
      implements AccountEvent {
    /// Omits the hash, because printed text ends up in logs.
    @Override
    public String toString() {
      return "AccountOpened[handle=" + handle + ", personId=" + personId + ", at=" + at + "]";
    }
  }
}
