package info.powow.identity;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.identity.ExternalPerson;
import info.powow.ops.Dependency;
import info.powow.ops.Outcome;
import java.util.HashMap;
import java.util.Map;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.util.StringUtils;

/// Verifies tokens of an OpenID Connect provider and maps the subject to a person, so that the
/// provider's own id is not used any further. The first valid token of a person creates the person.
///
/// The provider's keys are fetched with the first token, and again when a token is signed with an
/// unknown key. The provider may be unavailable when Powow starts.
final class OpenIdTokens implements JwtDecoder {
  private final String issuer;
  private final JwtDecoder decoder;
  private final Dependency provider;
  private final UserProvisioning userProvisioning;

  OpenIdTokens(
      String issuer,
      OAuth2TokenValidator<Jwt> validator,
      UserProvisioning userProvisioning,
      Dependency provider) {
    this.provider = provider;
    this.issuer = issuer;
    this.userProvisioning = userProvisioning;
    this.decoder =
        new SupplierJwtDecoder(() -> {
          NimbusJwtDecoder keys = NimbusJwtDecoder.withIssuerLocation(issuer).build();
          keys.setJwtValidator(validator);
          keys.setClaimSetConverter(this::ofPerson);
          return keys;
        });
  }

  @Override
  public Jwt decode(String token) {
    Jwt jwt;
    // Not guarded by a breaker: tokens whose key is known are good while the provider is away.
    long began = provider.enter();
    Outcome outcome = Outcome.BAD_REQUEST;
    try {
      jwt = decoder.decode(token);
      outcome = Outcome.SUCCESS;
    } catch (BadJwtException e) {
      throw e;
    } catch (JwtDecoderInitializationException | JwtException e) {
      outcome = Outcome.FAILURE;
      throw new RefusedToken(Reason.ISSUER_UNAVAILABLE);
    } finally {
      provider.ended(outcome, began, null);
    }
    String person = jwt.getSubject();
    if (person != null) {
      userProvisioning.welcome(
          ExternalPerson.of(
              new PersonId(person),
              jwt.getClaimAsString("preferred_username"),
              jwt.getClaimAsString("name")));
    }
    return jwt;
  }

  private Map<String, Object> ofPerson(Map<String, Object> claims) {
    Map<String, Object> converted =
        new HashMap<>(MappedJwtClaimSetConverter.withDefaults(Map.of()).convert(claims));
    converted.computeIfPresent(
        JwtClaimNames.SUB,
        (_, subject) ->
            StringUtils.hasText(subject.toString())
                ? PersonId.of(issuer, subject.toString()).value()
                : null);
    return converted;
  }
}
