package info.powow.command.identity;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.identity.SignedIn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;

/// Reauthentication at an external issuer: its tokens say when the person entered their credentials
/// there (`auth_time`, OpenID Connect Core). Clients get a fresh one with `max_age` or
/// `prompt=login`.
final class IssuerReauthentication implements Reauthentication {
  private static final String AUTH_TIME = "auth_time";

  private final Duration recent;
  private final Clock clock;

  IssuerReauthentication(Duration recent, Clock clock) {
    this.recent = recent;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Void> require(SignedIn me, @Nullable String password, String address) {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication == null
        || !(authentication.getPrincipal() instanceof Jwt jwt)
        || !(jwt.getClaim(AUTH_TIME) instanceof Number seconds)
        || !clock.instant().isBefore(Instant.ofEpochSecond(seconds.longValue()).plus(recent))) {
      throw new Rejected(Reason.SIGN_IN_REQUIRED);
    }
    return CompletableFuture.completedFuture(null);
  }
}
