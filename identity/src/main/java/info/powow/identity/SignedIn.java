package info.powow.identity;

import info.powow.domain.PersonId;
import info.powow.domain.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The signed-in person, according to a valid token.
///
/// @param expiresAt until when the token says so
/// @param session to which the token belongs; tokens of another issuer belong to none
public record SignedIn(PersonId person, Instant expiresAt, @Nullable SessionId session) {
  public SignedIn(PersonId person, Instant expiresAt) {
    this(person, expiresAt, null);
  }
}
