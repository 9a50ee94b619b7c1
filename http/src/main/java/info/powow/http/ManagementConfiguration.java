package info.powow.http;

import info.powow.domain.Reason;
import info.powow.identity.InstallationSecret;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Secures `/actuator`, which has a port of its own ([ManagementPort]): callers must be on this
/// machine or send the token. What nodes ask of each other needs a [NodeSignature]. Liveness and readiness are public, and also available on the main
/// port.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ManagementProperties.class)
@Import(ManagementConfiguration.Probes.class)
class ManagementConfiguration {
  private static final String[] PROBES = {
    "/actuator/health/liveness", "/actuator/health/readiness"
  };
  private static final String[] SIGNED = {
    "/actuator/node", "/actuator/node/**", "/actuator/roles", "/actuator/roles/**"
  };
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String BEARER = "Bearer ";

  @Bean
  @Order(1)
  SecurityFilterChain managementSecurity(
      HttpSecurity http, ManagementProperties properties, JsonMapper json) throws Exception {
    return http.securityMatcher("/actuator/**")
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(calls ->
            calls
                .requestMatchers(PROBES)
                .permitAll()
                .anyRequest()
                .access((_, call) ->
                    new AuthorizationDecision(mayOperate(call.getRequest(), properties.token()))))
        .exceptionHandling(handling ->
            handling
                .authenticationEntryPoint((request, response, failure) ->
                    ApiAutoConfiguration.refuse(response, json, Reason.UNAUTHENTICATED))
                .accessDeniedHandler((request, response, failure) ->
                    ApiAutoConfiguration.refuse(response, json, Reason.UNAUTHENTICATED)))
        .build();
  }

  @Bean
  NodeSignature nodeSignature(ObjectProvider<InstallationSecret> secret, Clock clock) {
    return new NodeSignature(secret::getObject, clock);
  }

  /// Only a signature opens these, to other nodes and to whoever has the secret of the installation:
  /// being on the same machine does not.
  @Bean
  @Order(0)
  SecurityFilterChain signedRequests(HttpSecurity http, NodeSignature signature, JsonMapper json)
      throws Exception {
    return ApiAutoConfiguration.stateless(http)
        .securityMatcher(SIGNED)
        .authorizeHttpRequests(calls ->
            calls
                .anyRequest()
                .access((_, call) ->
                    new AuthorizationDecision(
                        signature.isValid(
                            call.getRequest().getHeader(HttpHeaders.AUTHORIZATION),
                            call.getRequest().getMethod(),
                            call.getRequest().getRequestURI()))))
        .exceptionHandling(handling ->
            handling
                .authenticationEntryPoint((request, response, failure) ->
                    ApiAutoConfiguration.refuse(response, json, Reason.UNAUTHENTICATED))
                .accessDeniedHandler((request, response, failure) ->
                    ApiAutoConfiguration.refuse(response, json, Reason.UNAUTHENTICATED)))
        .build();
  }

  private static boolean mayOperate(HttpServletRequest request, @Nullable String token) {
    String given = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (given != null) {
      return token != null
          && given.startsWith(BEARER)
          && MessageDigest.isEqual(
              given.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8),
              token.getBytes(StandardCharsets.UTF_8));
    }
    // Requests from web pages in a browser on this machine also come from loopback. They are
    // recognised by their `Host` or `Origin`.
    return InetAddress.ofLiteral(request.getRemoteAddr()).isLoopbackAddress()
        && THIS_MACHINE.contains(request.getServerName())
        && request.getHeader(HttpHeaders.ORIGIN) == null;
  }

  /// Probes on the main port, for orchestrators and proxies that see only this port.
  @RestController
  static final class Probes {
    private final HealthEndpoint health;

    Probes(HealthEndpoint health) {
      this.health = health;
    }

    @GetMapping("/actuator/health/liveness")
    ResponseEntity<Map<String, String>> liveness() {
      return answer("liveness");
    }

    @GetMapping("/actuator/health/readiness")
    ResponseEntity<Map<String, String>> readiness() {
      return answer("readiness");
    }

    private ResponseEntity<Map<String, String>> answer(String group) {
      HealthDescriptor found = health.healthForPath(group);
      Status status = found == null ? Status.UNKNOWN : found.getStatus();
      return ResponseEntity.status(
              status.equals(Status.UP) ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
          .body(Map.of("status", status.getCode()));
    }
  }
}
