package info.powow.identity;

import info.powow.domain.Rejected;

/// Verifies bearer tokens.
public interface Tokens {
  /// @throws Rejected with `token_expired` or `unauthenticated`
  SignedIn verify(String token);
}
