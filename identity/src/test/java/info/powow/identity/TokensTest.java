package info.powow.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final byte[] SECRET = new byte[32];
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private static final TokenProperties PROPERTIES =
      properties(Base64.getEncoder().encodeToString(SECRET));

  private static final SessionId PHONE = new SessionId("phone");

  private static final KnownSessions KNOWN =
      new KnownSessions() {
        @Override
        public boolean isOpen(PersonId person, SessionId session) {
          return isKnown(person) && session.equals(PHONE);
        }

        @Override
        public boolean isKnown(PersonId person) {
          return person.value().equals("ada");
        }
      };

  private final Tokens tokens = tokens(Clock.systemUTC());

  static TokenProperties properties(String secret) {
    return new TokenProperties(null, secret, Duration.ofHours(1), "powow", "powow");
  }

  @Test
  void aTokenSaysWhoItsOwnerIsAndUntilWhen() throws Exception {
    SignedIn signedIn = tokens.verify(signed(SECRET, claims("ada")));

    assertThat(signedIn)
        .isEqualTo(new SignedIn(new PersonId("ada"), NOW.plus(Duration.ofHours(1))));
  }

  @Test
  void whatIsIssuedIsGood() {
    IssueToken.Issued issued =
        new TokenConfiguration.BuiltIn()
            .issueToken(PROPERTIES, Clock.systemUTC())
            .to(new PersonId("ada"), PHONE);

    assertThat(tokens.verify(issued.token())).isEqualTo(issued.signedIn());
  }

  @Test
  void aTokenOfASessionThatHasEndedIsRefused() {
    IssueToken issuer = new TokenConfiguration.BuiltIn().issueToken(PROPERTIES, Clock.systemUTC());

    assertThatThrownBy(() ->
            tokens.verify(issuer.to(new PersonId("ada"), new SessionId("lost-phone")).token()))
        .isInstanceOfSatisfying(
            Rejected.class, it -> assertThat(it.reason()).isEqualTo(Reason.SESSION_ENDED));
  }

  @Test
  void aTokenOfSomebodyWhomTheLogDoesNotKnowOpensNothing() throws Exception {
    refuses(signed(SECRET, claims("nobody")));
  }

  @Test
  void anExpiredTokenIsToldApart() throws Exception {
    String token = signed(SECRET, claims("ada"));
    Tokens later = tokens(Clock.offset(Clock.systemUTC(), Duration.ofHours(2)));

    assertThatThrownBy(() -> later.verify(token))
        .isInstanceOfSatisfying(
            Rejected.class, it -> assertThat(it.reason()).isEqualTo(Reason.TOKEN_EXPIRED));
  }

  @Test
  void aTokenOfAnotherKeyIsRefused() throws Exception {
    byte[] other = SECRET.clone();
    other[0] = 1;

    refuses(signed(other, claims("ada")));
  }

  @Test
  void anUnsignedTokenIsRefused() {
    refuses(new PlainJWT(claims("ada")).serialize());
  }

  @Test
  void aTokenForAnotherAudienceIsRefused() throws Exception {
    refuses(signed(SECRET, new JWTClaimsSet.Builder(claims("ada")).audience("else").build()));
  }

  @Test
  void aTokenOfAnotherIssuerIsRefused() throws Exception {
    refuses(signed(SECRET, new JWTClaimsSet.Builder(claims("ada")).issuer("else").build()));
  }

  @Test
  void aTokenWithoutAPersonOrAnEndIsRefused() throws Exception {
    refuses(signed(SECRET, claims(null)));
    refuses(signed(SECRET, new JWTClaimsSet.Builder(claims("ada")).expirationTime(null).build()));
  }

  @Test
  void aTokenThatIsNoneIsRefused() {
    refuses("");
    refuses("a.b.c");
    refuses("not a token");
  }

  @Test
  void aSecretThatCouldBeGuessedStartsNothing() {
    assertThatThrownBy(() ->
            TokenConfiguration.secretKey(
                new TokenProperties(null, "c2hvcnQ=", Duration.ofHours(1), "powow", "powow")))
        .hasMessageContaining("32");
  }

  private void refuses(String token) {
    assertThatThrownBy(() -> tokens.verify(token))
        .isInstanceOfSatisfying(
            Rejected.class, it -> assertThat(it.reason()).isEqualTo(Reason.UNAUTHENTICATED));
  }

  private static Tokens tokens(Clock clock) {
    return new TokenConfiguration()
        .tokens(new TokenConfiguration.BuiltIn().jwtDecoder(PROPERTIES, clock, KNOWN), clock);
  }

  private static JWTClaimsSet claims(@Nullable String subject) {
    return new JWTClaimsSet.Builder()
        .subject(subject)
        .issuer("powow")
        .audience("powow")
        .issueTime(Date.from(NOW))
        .expirationTime(Date.from(NOW.plus(Duration.ofHours(1))))
        .build();
  }

  private static String signed(byte[] secret, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    jwt.sign(new MACSigner(secret));
    return jwt.serialize();
  }
}
