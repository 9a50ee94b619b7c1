package info.powow.http;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// What is for operators, `powow.management.*`.
///
/// @param token opens `/actuator` to whoever is not on this machine, as `Authorization: Bearer
///     <token>`, such as a Prometheus in another container; `management.server.address` says where it
///     is listened for
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
