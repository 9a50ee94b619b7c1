package info.powow.domain.identity;

import info.powow.domain.PersonId;
import java.time.Instant;

/// What happened to an account. These streams are for signing in only: no client, audit or replay
/// is shown them.
public sealed interface AccountEvent {
  Handle handle();

  Instant at();

  /// Nobody signs in with it here: somebody else vouches for its owner.
  record HandleReserved(Handle handle, PersonId personId, Instant at) implements AccountEvent {}

  record AccountOpened(Handle handle, PersonId personId, String passwordHash, Instant at)
      implements AccountEvent {
    /// Without the hash: what is printed ends up in a log.
    @Override
    public String toString() {
      return "AccountOpened[handle=" + handle + ", personId=" + personId + ", at=" + at + "]";
    }
  }
}
