package info.powow.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import info.powow.domain.PersonId;
import info.powow.domain.SessionId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/// The built-in issuer: creates the tokens that [Tokens] verifies.
public final class IssueToken {
  private final TokenProperties properties;
  private final MACSigner signer;
  private final Clock clock;

  IssueToken(TokenProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
    try {
      this.signer = new MACSigner(TokenConfiguration.secretKey(properties));
    } catch (JOSEException e) {
      throw new IllegalStateException("powow.tokens.secret cannot sign", e);
    }
  }

  /// @param token a JWT, valid until `signedIn.expiresAt()`
  public record Issued(String token, SignedIn signedIn) {}

  public Issued to(PersonId person, SessionId session) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = now.plus(properties.lifetime());
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .subject(person.value())
                .claim(JwtTokens.SESSION, session.value())
                .issuer(properties.issuer())
                .audience(properties.audience())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expiresAt))
                .build());
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("the token cannot be signed", e);
    }
    return new Issued(jwt.serialize(), new SignedIn(person, expiresAt, session));
  }
}
