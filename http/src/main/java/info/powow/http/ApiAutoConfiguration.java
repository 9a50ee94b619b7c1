package info.powow.http;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.http.json.StrictReading;
import info.powow.http.limit.LimitConfiguration;
import info.powow.identity.IdentityAutoConfiguration;
import info.powow.identity.InstallationSecret;
import info.powow.identity.JwtTokens;
import info.powow.identity.RefusedToken;
import info.powow.identity.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/// Secures the HTTP API: every call except sign-up and sign-in needs a token, and controllers can
/// take the caller as a [SignedIn] parameter.
@AutoConfiguration(
    after = IdentityAutoConfiguration.class,
    before = {
      OAuth2ResourceServerAutoConfiguration.class,
      OAuth2ResourceServerWebSecurityAutoConfiguration.class,
      ServletWebSecurityAutoConfiguration.class
    })
@Import({
  ManagementConfiguration.class,
  ProblemAdvice.class,
  StaffConfiguration.class,
  OpenApiController.class,
  LimitConfiguration.class,
  StrictReading.class
})
public class ApiAutoConfiguration {
  /// The routes where clients obtain tokens; POST needs none there.
  private static final String[] WITHOUT_TOKEN = {
    "/api/people", "/api/sessions", "/api/sessions/refresh"
  };

  /// What the links in mail lead to: their token says whose they are.
  private static final String LINKS_IN_MAIL = "/api/mail/";

  private static final BearerTokenResolver BEARER = new DefaultBearerTokenResolver();

  @Bean
  @Lazy
  CursorCodec cursorCodec(InstallationSecret secret, Clock clock) {
    return new CursorCodec(secret, clock);
  }

  /// `/ws` needs no token here, because browsers cannot set headers on a WebSocket: STOMP's CONNECT
  /// carries the token.
  @Bean
  SecurityFilterChain securityFilterChain(HttpSecurity http, JsonMapper json) throws Exception {
    return stateless(http)
        .authorizeHttpRequests(calls ->
            calls
                .requestMatchers(HttpMethod.POST, WITHOUT_TOKEN)
                .permitAll()
                .requestMatchers(LINKS_IN_MAIL + "**")
                .permitAll()
                .requestMatchers("/api/**")
                .authenticated()
                .anyRequest()
                .permitAll())
        .oauth2ResourceServer(server ->
            server
                .jwt(jwt -> {})
                .bearerTokenResolver(ApiAutoConfiguration::token)
                .authenticationEntryPoint(
                    (request, response, failure) -> refuse(response, json, reasonOf(failure))))
        .exceptionHandling(handling ->
            handling
                .authenticationEntryPoint(
                    (request, response, failure) -> refuse(response, json, Reason.UNAUTHENTICATED))
                .accessDeniedHandler(
                    (request, response, failure) -> refuse(response, json, Reason.UNAUTHENTICATED)))
        .build();
  }

  /// Every request brings its token.
  static HttpSecurity stateless(HttpSecurity http) throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
  }

  @Bean
  UnhandledErrorFilter escapedFailures(JsonMapper json) {
    return new UnhandledErrorFilter(json);
  }

  /// Measures each request as a whole. Timing every filter would cost about as much as most of the
  /// filters.
  @Bean
  SecurityObservationSettings securityObservations() {
    return SecurityObservationSettings.noObservations();
  }

  /// Where clients obtain tokens, an old token in the request is ignored.
  private static @Nullable String token(HttpServletRequest request) {
    return (request.getMethod().equals("POST")
                && List.of(WITHOUT_TOKEN).contains(request.getRequestURI()))
            || request.getRequestURI().startsWith(LINKS_IN_MAIL)
        ? null
        : BEARER.resolve(request);
  }

  static Reason reasonOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedToken refused) {
        return refused.reason();
      }
    }
    return Reason.UNAUTHENTICATED;
  }

  static void refuse(HttpServletResponse response, JsonMapper json, Reason reason)
      throws IOException {
    response.setStatus(Problems.statusOf(reason).value());
    response.setHeader("WWW-Authenticate", "Bearer");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), Problems.of(reason));
  }

  @Bean
  WebMvcConfigurer signedInArguments() {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new SignedInArgument());
      }
    };
  }

  private static final class SignedInArgument implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType().equals(SignedIn.class);
    }

    @Override
    public SignedIn resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binder) {
      Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
      if (authentication == null || !(authentication.getPrincipal() instanceof Jwt jwt)) {
        throw new Rejected(Reason.UNAUTHENTICATED);
      }
      return JwtTokens.signedIn(jwt);
    }
  }
}
