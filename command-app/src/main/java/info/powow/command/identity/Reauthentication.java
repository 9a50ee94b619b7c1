package info.powow.command.identity;

import info.powow.domain.Rejected;
import info.powow.identity.SignedIn;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Verifies that a request comes from the person themselves, and not from somebody who found an
/// unlocked device or copied a token.
public interface Reauthentication {
  /// Completes if the person has just signed in, or gives the right password.
  ///
  /// @param address from which the request comes
  /// @throws Rejected `sign_in_required`, `too_many_requests`, or `sign_in_busy`; the future fails
  ///     with `wrong_credentials`
  CompletableFuture<Void> require(SignedIn me, @Nullable String password, String address);
}
