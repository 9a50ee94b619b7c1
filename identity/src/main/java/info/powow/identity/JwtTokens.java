package info.powow.identity;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.SessionId;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/// Verifies tokens that are JWTs (RFC 7519); the person is the subject.
public record JwtTokens(JwtDecoder decoder, Clock clock) implements Tokens {
  /// As in OpenID Connect Front-Channel Logout.
  static final String SESSION = "sid";

  @Override
  public SignedIn verify(String token) {
    try {
      return signedIn(decoder.decode(token));
    } catch (RefusedToken e) {
      throw new Rejected(e.reason());
    } catch (JwtException e) {
      throw new Rejected(Reason.UNAUTHENTICATED);
    }
  }

  /// The claim of that name, if it is a session id of ours.
  private static @Nullable SessionId session(Jwt jwt) {
    try {
      return jwt.getClaim(SESSION) instanceof String session ? new SessionId(session) : null;
    } catch (Rejected _) {
      return null;
    }
  }

  public static SignedIn signedIn(Jwt jwt) {
    Instant expiresAt = jwt.getExpiresAt();
    if (jwt.getSubject() == null || expiresAt == null) {
      throw new Rejected(Reason.UNAUTHENTICATED);
    }
    PersonId person;
    try {
      person = new PersonId(jwt.getSubject());
    } catch (Rejected e) {
      // Signed, but the subject cannot be a person here.
      throw new Rejected(Reason.UNAUTHENTICATED);
    }
    return new SignedIn(person, expiresAt, session(jwt));
  }
}
