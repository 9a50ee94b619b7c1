package info.powow.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.SessionId;
import info.powow.domain.staff.StaffRoles;
import info.powow.domain.staff.StaffScope;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/// Issues and verifies staff tokens: JWTs for the audience `powow-staff`, signed with a key of their
/// own. So no chat token is a staff token, and no staff token is a chat token, whoever issues those.
///
/// Each use of a token requires that its owner still has the roles, and that the session in which it
/// was obtained has not ended.
public final class StaffTokens {
  private static final String AUDIENCE = "powow-staff";
  private static final String SCOPE = "scope";
  private static final String TYPE = "staff+jwt";

  private final Supplier<StaffRoles> roles;
  private final @Nullable KnownSessions sessions;
  private final Clock clock;
  private final MACSigner signer;
  private final JwtDecoder decoder;

  /// @param roles those of this moment
  /// @param sessions null if another issuer is trusted, whose tokens belong to no session
  StaffTokens(
      InstallationSecret secret,
      Supplier<StaffRoles> roles,
      @Nullable KnownSessions sessions,
      Clock clock) {
    SecretKey key = secret.key("staff tokens", "HmacSHA256");
    this.roles = roles;
    this.sessions = sessions;
    this.clock = clock;
    try {
      this.signer = new MACSigner(key);
    } catch (JOSEException e) {
      throw new IllegalStateException("a derived key always signs", e);
    }
    this.decoder = decoder(key);
  }

  private JwtDecoder decoder(SecretKey key) {
    NimbusJwtDecoder nimbus =
        NimbusJwtDecoder.withSecretKey(key)
            .macAlgorithm(MacAlgorithm.HS256)
            .validateType(false)
            .build();
    JwtTypeValidator type = new JwtTypeValidator(TYPE);
    nimbus.setJwtValidator(jwt -> {
      OAuth2TokenValidatorResult result = type.validate(jwt);
      if (!result.hasErrors()) {
        requireValid(jwt);
      }
      return result;
    });
    nimbus.setClaimSetConverter(
        MappedJwtClaimSetConverter.withDefaults(Map.of(JwtClaimNames.ISS, issuer -> issuer)));
    return nimbus;
  }

  /// @throws RefusedToken if it opens nothing, or nothing any longer
  private void requireValid(Jwt jwt) {
    Instant expiresAt = jwt.getExpiresAt();
    List<String> audience = jwt.getAudience();
    if (expiresAt == null || audience == null || !audience.contains(AUDIENCE)) {
      throw new RefusedToken(Reason.UNAUTHENTICATED);
    }
    if (!clock.instant().isBefore(expiresAt)) {
      throw new RefusedToken(Reason.TOKEN_EXPIRED);
    }
    SignedIn owner = JwtTokens.signedIn(jwt);
    SessionId session = owner.session();
    if (session != null && (sessions == null || !sessions.isOpen(owner.person(), session))) {
      throw new RefusedToken(Reason.SESSION_ENDED);
    }
    if (!roles.get().scopesOf(owner.person()).containsAll(scopes(jwt))) {
      throw new RefusedToken(Reason.ROLE_REQUIRED);
    }
  }

  /// Verifies the tokens of staff routes.
  public JwtDecoder decoder() {
    return decoder;
  }

  /// The caller, according to a token that [#decoder] has verified.
  public static Staff staff(Jwt jwt) {
    SignedIn owner = JwtTokens.signedIn(jwt);
    String id = jwt.getId();
    if (id == null) {
      throw new Rejected(Reason.UNAUTHENTICATED);
    }
    return new Staff(owner.person(), id, scopes(jwt), owner.expiresAt());
  }

  /// Whether this is a staff token, valid or not.
  public static boolean isStaffToken(String token) {
    try {
      return new JOSEObjectType(TYPE).equals(SignedJWT.parse(token).getHeader().getType());
    } catch (ParseException _) {
      return false;
    }
  }

  /// @throws Rejected if it opens nothing, or nothing any longer
  public Staff verify(String token) {
    try {
      return staff(decoder.decode(token));
    } catch (RefusedToken e) {
      throw new Rejected(e.reason());
    } catch (JwtException e) {
      throw new Rejected(Reason.UNAUTHENTICATED);
    }
  }

  private static Set<StaffScope> scopes(Jwt jwt) {
    EnumSet<StaffScope> scopes = EnumSet.noneOf(StaffScope.class);
    String claim = jwt.getClaimAsString(SCOPE);
    for (String scope : claim == null ? new String[0] : claim.split(" ")) {
      scopes.add(StaffScope.valueOf(scope.toUpperCase(Locale.ROOT)));
    }
    return scopes;
  }

  /// @param session the session in which the token was asked for, if there is one
  /// @return a token for an event that was recorded
  public String issue(
      PersonId person,
      @Nullable SessionId session,
      String tokenId,
      Set<StaffScope> scopes,
      Instant expiresAt) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .subject(person.value())
            .audience(AUDIENCE)
            .jwtID(tokenId)
            .claim(
                SCOPE,
                scopes.stream().sorted().map(StaffScope::code).collect(Collectors.joining(" ")))
            .issueTime(Date.from(clock.instant()))
            .expirationTime(Date.from(expiresAt));
    if (session != null) {
      claims.claim(JwtTokens.SESSION, session.value());
    }
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(new JOSEObjectType(TYPE)).build(),
            claims.build());
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("the token cannot be signed", e);
    }
    return jwt.serialize();
  }
}
