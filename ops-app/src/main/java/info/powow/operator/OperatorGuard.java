package info.powow.operator;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.servlet.HandlerInterceptor;

/// Lets only tokens with the scope `operator` pass. For all others, the routes do not exist.
final class OperatorGuard implements HandlerInterceptor {
  private static final String SCOPE = "operator";

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication == null
        || !(authentication.getPrincipal() instanceof Jwt jwt)
        || !hasScope(jwt.getClaimAsString("scope"))) {
      throw new Rejected(Reason.NOT_FOUND);
    }
    return true;
  }

  private static boolean hasScope(String scopes) {
    return scopes != null && Arrays.asList(scopes.split(" ")).contains(SCOPE);
  }
}
