package info.powow.identity;

import info.powow.domain.Reason;
import java.util.List;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/// A token that is refused for a reason worth telling: one that was good once, or one that nobody
/// can look at just now. Whoever holds it can do something about that.
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
