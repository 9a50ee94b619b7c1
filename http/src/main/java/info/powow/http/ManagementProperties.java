package info.powow.http;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Management endpoints, `powow.management.*`.
///
/// @param token gives access to `/actuator` from other machines, as `Authorization: Bearer
///     <token>`, for example to a Prometheus in another container; `management.server.address` sets
///     the address to listen on
@ConfigurationProperties("powow.management")
record ManagementProperties(@Nullable String token) {
  private static final int LEAST = 16;

  ManagementProperties {
    if (token != null && token.isBlank()) {
      token = null;
    }
    if (token != null && token.length() < LEAST) {
      throw new IllegalArgumentException("powow.management.token must have at least 16 characters");
    }
  }
}
