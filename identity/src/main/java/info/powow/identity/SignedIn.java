package info.powow.identity;

import info.powow.domain.PersonId;
import info.powow.domain.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The signed-in person, according to a valid token.
///
/// @param expiresAt the expiry of the token
/// @param session the session of the token; tokens of other issuers have none
public record SignedIn(PersonId person, Instant expiresAt, @Nullable SessionId session) {
  public SignedIn(PersonId person, Instant expiresAt) {
    this(person, expiresAt, null);
  }
}
