package info.powow.http.limit;

import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Objects;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Applies the rate limits to HTTP calls, and reports what is left in `RateLimit` headers.
record RateLimitInterceptor(PersonRateLimiter limits) implements HandlerInterceptor {
  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (request.getDispatcherType() != DispatcherType.REQUEST
        || authentication == null
        || !(authentication.getPrincipal() instanceof Jwt jwt)) {
      return true;
    }
    String subject = jwt.getSubject();
    if (subject == null) {
      // Without a caller: the controller refuses it.
      return true;
    }
    String route =
        Objects.toString(
            request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE),
            request.getRequestURI());
    RateLimitedKind kind = RateLimitedKind.of(request.getMethod(), route);
    if (kind == RateLimitedKind.UPLOAD) {
      // Counted later, where it is known whether it is a retry.
      return true;
    }
    response.setHeader("RateLimit-Policy", limits.policy(kind));
    try {
      PersonRateLimiter.Left left = limits.taking(new PersonId(subject), kind, 1);
      response.setHeader(
          "RateLimit", PersonRateLimiter.limit(kind, left.remaining(), left.resetAfter()));
      return true;
    } catch (Rejected e) {
      response.setHeader(
          "RateLimit",
          PersonRateLimiter.limit(
              kind, 0, Objects.requireNonNullElse(e.retryAfter(), Duration.ZERO)));
      throw e;
    }
  }
}
