package info.powow.identity;

import info.powow.domain.Rejected;

/// Reads bearer tokens.
public interface Tokens {
  /// @throws Rejected with `token_expired` or `unauthenticated`
  SignedIn verify(String token);
}
