package info.powow.identity;

import info.powow.domain.Reason;
import java.util.List;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/// Thrown for a token that is refused for a reason that the client can act on: it was valid once,
/// or it cannot be verified at the moment.
public final class RefusedToken extends JwtValidationException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  RefusedToken(Reason reason) {
    super(
        reason.code(),
        List.of(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, reason.code(), null)));
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
