package info.powow.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.SessionId;
import info.powow.domain.staff.RoleEvent;
import info.powow.domain.staff.RoleEvent.RoleGranted;
import info.powow.domain.staff.RoleEvent.RoleRevoked;
import info.powow.domain.staff.StaffRole;
import info.powow.domain.staff.StaffRoles;
import info.powow.domain.staff.StaffScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.JwtException;

class StaffTokensTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final SessionId PHONE = new SessionId("phone");
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final Instant END = NOW.plus(Duration.ofMinutes(15));
  private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);

  private final List<RoleEvent> log = new ArrayList<>();
  private boolean open = true;

  StaffTokensTest() {
    log.add(new RoleGranted(ADA, StaffRole.AUDITOR, null, NOW));
  }

  @Test
  void aTokenSaysWhoseItIsAndWhatItOpens() {
    StaffTokens tokens = tokens(Clock.systemUTC());

    assertThat(StaffTokens.staff(tokens.decoder().decode(token(tokens))))
        .isEqualTo(new Staff(ADA, "t1", Set.of(StaffScope.AUDIT), END));
  }

  @Test
  void anExpiredTokenIsToldApart() {
    String token = token(tokens(Clock.systemUTC()));

    refuses(
        tokens(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(15))),
        token,
        Reason.TOKEN_EXPIRED);
  }

  @Test
  void aTokenEndsWithItsSession() {
    StaffTokens tokens = tokens(Clock.systemUTC());
    String token = token(tokens);
    open = false;

    refuses(tokens, token, Reason.SESSION_ENDED);
  }

  @Test
  void aTokenEndsWithTheRole() {
    StaffTokens tokens = tokens(Clock.systemUTC());
    String token = token(tokens);
    log.add(new RoleRevoked(ADA, StaffRole.AUDITOR, null, NOW));

    refuses(tokens, token, Reason.ROLE_REQUIRED);
  }

  @Test
  void neitherKindOfTokenIsTheOther() {
    StaffTokens tokens = tokens(Clock.systemUTC());
    TokenProperties properties = TokensTest.properties(SECRET);
    String chat =
        new TokenConfiguration.BuiltIn()
            .issueToken(properties, Clock.systemUTC())
            .to(ADA, PHONE)
            .token();

    assertThatThrownBy(() -> tokens.decoder().decode(chat)).isInstanceOf(JwtException.class);
    assertThatThrownBy(() ->
            new TokenConfiguration.BuiltIn()
                .jwtDecoder(properties, Clock.systemUTC(), sessions())
                .decode(token(tokens)))
        .isInstanceOf(JwtException.class);
  }

  /// Even if somebody signed a chat token with the key of staff tokens.
  @Test
  void aTokenOfTheRightKeyNeedsTypeAndAudience() throws Exception {
    StaffTokens tokens = tokens(Clock.systemUTC());
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .subject("ada")
                .audience("powow")
                .jwtID("t1")
                .claim("scope", "audit")
                .expirationTime(Date.from(END))
                .build());
    jwt.sign(new MACSigner(secret().key("staff tokens", "HmacSHA256")));

    assertThatThrownBy(() -> tokens.decoder().decode(jwt.serialize()))
        .isInstanceOf(JwtException.class);
  }

  private static String token(StaffTokens tokens) {
    return tokens.issue(ADA, PHONE, "t1", Set.of(StaffScope.AUDIT), END);
  }

  private static void refuses(StaffTokens tokens, String token, Reason reason) {
    assertThatThrownBy(() -> tokens.decoder().decode(token))
        .isInstanceOfSatisfying(
            RefusedToken.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }

  private static InstallationSecret secret() {
    return InstallationSecret.of(SECRET, null);
  }

  private KnownSessions sessions() {
    return new KnownSessions() {
      @Override
      public boolean isOpen(PersonId person, SessionId session) {
        return open && session.equals(PHONE);
      }

      @Override
      public boolean isKnown(PersonId person) {
        return true;
      }
    };
  }

  private StaffTokens tokens(Clock clock) {
    return new StaffTokens(secret(), this::roles, sessions(), clock);
  }

  private StaffRoles roles() {
    StaffRoles roles = StaffRoles.NONE;
    for (RoleEvent event : log) {
      roles = StaffRoles.evolve(roles, event);
    }
    return roles;
  }
}
