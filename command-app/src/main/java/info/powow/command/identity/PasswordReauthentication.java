package info.powow.command.identity;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.SessionId;
import info.powow.domain.identity.Account;
import info.powow.domain.identity.Handle;
import info.powow.identity.SignedIn;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Reauthentication with the built-in accounts.
final class PasswordReauthentication implements Reauthentication {
  private final Accounts accounts;
  private final LoggedSessions sessions;
  private final Passwords passwords;
  private final SignInGuard guard;
  private final Duration recent;

  /// @param recent how long after signing in no password is needed
  PasswordReauthentication(
      Accounts accounts,
      LoggedSessions sessions,
      Passwords passwords,
      SignInGuard guard,
      Duration recent) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.passwords = passwords;
    this.guard = guard;
    this.recent = recent;
  }

  @Override
  public CompletableFuture<Void> require(SignedIn me, @Nullable String password, String address) {
    if (password == null) {
      if (!hasJustSignedIn(me)) {
        throw new Rejected(Reason.SIGN_IN_REQUIRED);
      }
      return CompletableFuture.completedFuture(null);
    }
    Handle handle = accounts.handleOf(me.person());
    if (handle == null || !(accounts.find(handle) instanceof Account.Taken account)) {
      throw new Rejected(Reason.SIGN_IN_REQUIRED);
    }
    return check(account, handle, password, address);
  }

  private CompletableFuture<Void> check(
      Account.Taken account, Handle handle, String password, String address) {
    SignInGuard.Attempt attempt = guard.begin(handle, address, null);
    CompletableFuture<Boolean> right;
    try {
      right = passwords.matches(password, account.passwordHash(), address);
    } catch (Rejected busy) {
      attempt.notTried();
      throw busy;
    }
    return right.thenAccept(matches -> {
      if (!matches) {
        attempt.failed();
        throw Rejected.at("password", Reason.WRONG_CREDENTIALS);
      }
      attempt.succeeded();
    });
  }

  private boolean hasJustSignedIn(SignedIn me) {
    PersonId person = me.person();
    SessionId session = me.session();
    return session != null
        && sessions
            .of(person)
            .find(session)
            .filter(found -> sessions.now().isBefore(found.startedAt().plus(recent)))
            .isPresent();
  }
}
