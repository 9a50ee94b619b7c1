package info.powow.identity;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.ops.Dependencies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TokenProperties.class, StaffProperties.class})
class TokenConfiguration {
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);
  private static final int MIN_SECRET_BYTES = 32;

  @Bean
  Tokens tokens(JwtDecoder decoder, Clock clock) {
    return new JwtTokens(decoder, clock);
  }

  @Bean
  LoggedStaffRoles loggedStaffRoles(ObjectProvider<EventStore> events) {
    return new LoggedStaffRoles(events);
  }

  /// Lazy, as the secret is: only nodes with staff routes need it.
  @Bean
  @Lazy
  StaffTokens staffTokens(
      InstallationSecret secret,
      LoggedStaffRoles roles,
      ObjectProvider<KnownSessions> sessions,
      Clock clock) {
    return new StaffTokens(secret, roles::now, sessions.getIfAvailable(), clock);
  }

  /// Configures the built-in accounts.
  @BuiltInIssuer
  @Configuration(proxyBeanMethods = false)
  static class BuiltIn {
    @Bean
    SessionLog sessionLog(ObjectProvider<EventStore> events, TokenProperties properties) {
      return new SessionLog(events, properties.lifetime().plus(CLOCK_SKEW));
    }

    @Bean
    JwtDecoder jwtDecoder(TokenProperties properties, Clock clock, KnownSessions sessions) {
      NimbusJwtDecoder decoder =
          NimbusJwtDecoder.withSecretKey(secretKey(properties))
              .macAlgorithm(MacAlgorithm.HS256)
              .build();
      decoder.setJwtValidator(
          knownHere(sessions, validator(properties.issuer(), properties.audience(), clock)));
      // Skips values that are not URLs, because trying to convert them would cost an exception per
      // call.
      decoder.setClaimSetConverter(
          MappedJwtClaimSetConverter.withDefaults(Map.of(JwtClaimNames.ISS, issuer -> issuer)));
      return decoder;
    }

    @Bean
    IssueToken issueToken(TokenProperties properties, Clock clock) {
      return new IssueToken(properties, clock);
    }

    @Bean
    RefreshTokens refreshTokens(TokenProperties properties) {
      return new RefreshTokens(properties);
    }

    @Bean
    DeviceTokens deviceTokens(TokenProperties properties, Clock clock) {
      return new DeviceTokens(properties, clock);
    }
  }

  /// Configures an external issuer.
  @ConditionalOnExpression("!'${powow.tokens.issuer-uri:}'.isBlank()")
  @Configuration(proxyBeanMethods = false)
  static class OpenIdConnect {
    @Bean
    JwtDecoder jwtDecoder(
        TokenProperties properties,
        Clock clock,
        CommandGateway commands,
        ObjectProvider<Dependencies> dependencies) {
      String issuer = issuer(properties);
      return new OpenIdTokens(
          issuer,
          validator(issuer, properties.audience(), clock),
          new UserProvisioning(commands),
          dependencies.getIfAvailable(Dependencies::new).observed("issuer"));
    }
  }

  /// @throws IllegalStateException if there is no secret, or it is too weak
  static SecretKey secretKey(TokenProperties properties) {
    if (properties.secret() == null) {
      throw new IllegalStateException(
          "powow.tokens.secret is missing: Base64 of at least 32 random bytes");
    }
    byte[] secret = Base64.getDecoder().decode(properties.secret().strip());
    if (secret.length < MIN_SECRET_BYTES) {
      throw new IllegalStateException(
          "powow.tokens.secret is too short: Base64 of at least 32 random bytes");
    }
    return new SecretKeySpec(secret, "HmacSHA256");
  }

  /// @throws IllegalStateException if the issuer cannot be reached
  private static String issuer(TokenProperties properties) {
    String issuer = Objects.requireNonNullElse(properties.issuerUri(), "").strip();
    if (!issuer.matches("https?://[^\\s?#]+")) {
      throw new IllegalStateException(
          "powow.tokens.issuer-uri must be an http(s) URI without query, equal to the iss of its tokens");
    }
    return issuer;
  }

  private static OAuth2TokenValidator<Jwt> validator(String issuer, String audience, Clock clock) {
    OAuth2TokenValidator<Jwt> claims =
        JwtValidators.createDefaultWithValidators(
            List.of(
                types(),
                new JwtIssuerValidator(issuer),
                new JwtClaimValidator<List<String>>(
                    JwtClaimNames.AUD,
                    audiences -> audiences != null && audiences.contains(audience))));
    return jwt -> {
      Instant expiresAt = jwt.getExpiresAt();
      if (expiresAt != null && clock.instant().isAfter(expiresAt.plus(CLOCK_SKEW))) {
        throw new RefusedToken(Reason.TOKEN_EXPIRED);
      }
      return claims.validate(jwt);
    };
  }

  /// Accepts only what the log knows: an open session or, for a token without a session, a person.
  private static OAuth2TokenValidator<Jwt> knownHere(
      KnownSessions sessions, OAuth2TokenValidator<Jwt> claims) {
    return jwt -> {
      OAuth2TokenValidatorResult result = claims.validate(jwt);
      if (result.hasErrors()) {
        return result;
      }
      SignedIn signedIn;
      try {
        signedIn = JwtTokens.signedIn(jwt);
      } catch (Rejected e) {
        throw new RefusedToken(e.reason());
      }
      if (signedIn.session() != null) {
        if (!sessions.isOpen(signedIn.person(), signedIn.session())) {
          throw new RefusedToken(Reason.SESSION_ENDED);
        }
      } else if (!sessions.isKnown(signedIn.person())) {
        throw new RefusedToken(Reason.UNAUTHENTICATED);
      }
      return result;
    };
  }

  /// A plain JWT, or an access token as in RFC 9068.
  private static JwtTypeValidator types() {
    JwtTypeValidator types = new JwtTypeValidator("JWT", "at+jwt");
    types.setAllowEmpty(true);
    return types;
  }
}
