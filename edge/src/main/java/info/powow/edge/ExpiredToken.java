package info.powow.edge;

import java.util.List;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/// A token that was good once: worth telling apart, since its owner only has to sign in again.
final class ExpiredToken extends JwtValidationException {
  private static final long serialVersionUID = 1L;

  ExpiredToken() {
    super("expired", List.of(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, "expired", null)));
  }
}
