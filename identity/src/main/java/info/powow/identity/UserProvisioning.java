package info.powow.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.identity.ExternalPerson;
import info.powow.domain.identity.Handle;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;

/// Ensures that the subject of a valid token exists as a person.
final class UserProvisioning {
  private static final int REMEMBERED = 100_000;
  private static final long TIMEOUT_SECONDS = 10;

  private final CommandGateway commands;
  private final Cache<PersonId, Boolean> known =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  UserProvisioning(CommandGateway commands) {
    this.commands = commands;
  }

  /// When it returns, the person exists durably.
  void welcome(ExternalPerson newcomer) {
    if (known.getIfPresent(newcomer.person()) == null) {
      settle(newcomer);
      known.put(newcomer.person(), true);
    }
  }

  private void settle(ExternalPerson newcomer) {
    for (Handle handle : newcomer.handles()) {
      if (isTaken(newcomer, handle)) {
        return;
      }
    }
    throw new IllegalStateException(
        "a handle derived from a person's id is taken by somebody else");
  }

  /// Whether somebody else has the handle.
  private boolean isTaken(ExternalPerson newcomer, Handle handle) {
    try {
      commands.send(newcomer.reserve(handle)).orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
      return true;
    } catch (CompletionException e) {
      Rejected refusal = Rejected.in(e);
      if (refusal == null) {
        throw new RefusedToken(Reason.INTERNAL);
      }
      if (refusal.reason().kind() != Reason.Kind.CONFLICT) {
        throw new RefusedToken(refusal.reason());
      }
      return false;
    }
  }
}
