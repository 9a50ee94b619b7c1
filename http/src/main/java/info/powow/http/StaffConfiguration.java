package info.powow.http;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.staff.StaffScope;
import info.powow.identity.Staff;
import info.powow.identity.StaffTokens;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/// Guards the staff routes: only staff tokens with one of the scopes of a route open it.
/// Controllers take the caller as a [Staff] parameter.
@Configuration(proxyBeanMethods = false)
class StaffConfiguration {
  /// The routes below these paths, whichever module serves them. A token needs one of the scopes;
  /// a controller may require a certain one ([Staff#require]).
  private static final List<Route> ROUTES =
      List.of(
          new Route("/api/audit/reports", StaffScope.MODERATE),
          new Route(
              "/api/audit",
              StaffScope.AUDIT,
              StaffScope.APPROVE,
              StaffScope.HOLD,
              StaffScope.ERASE),
          new Route("/api/ops", StaffScope.OPS),
          new Route("/api/campaigns", StaffScope.CAMPAIGN),
          new Route("/api/analytics", StaffScope.ANALYTICS),
          new Route("/api/replays", StaffScope.REPLAY),
          new Route("/api/staff/roles", StaffScope.ADMIN));

  /// @param path the first one that matches counts
  private record Route(String path, Set<StaffScope> scopes) {
    Route(String path, StaffScope... scopes) {
      this(path, Set.of(scopes));
    }

    String[] below() {
      return new String[] {path, path + "/**"};
    }

    String[] authorities() {
      return scopes.stream().map(scope -> "SCOPE_" + scope.code()).toArray(String[]::new);
    }
  }

  /// Comes before the chain of all other routes.
  ///
  /// @param tokens looked up with the first staff request: not every node has the secret
  @Bean
  @Order(1)
  SecurityFilterChain staffFilterChain(
      HttpSecurity http, JsonMapper json, ObjectProvider<StaffTokens> tokens) throws Exception {
    return ApiAutoConfiguration.stateless(http)
        .securityMatcher(
            ROUTES.stream().flatMap(route -> Stream.of(route.below())).toArray(String[]::new))
        .authorizeHttpRequests(calls -> {
          ROUTES.forEach(
              route -> calls.requestMatchers(route.below()).hasAnyAuthority(route.authorities()));
          calls.anyRequest().denyAll();
        })
        .oauth2ResourceServer(server ->
            server
                .jwt(jwt -> jwt.decoder(token -> tokens.getObject().decoder().decode(token)))
                .authenticationEntryPoint((request, response, failure) ->
                    ApiAutoConfiguration.refuse(
                        response, json, ApiAutoConfiguration.reasonOf(failure))))
        .exceptionHandling(handling ->
            handling
                .authenticationEntryPoint((request, response, failure) ->
                    ApiAutoConfiguration.refuse(response, json, Reason.UNAUTHENTICATED))
                .accessDeniedHandler((request, response, failure) ->
                    ApiAutoConfiguration.refuse(response, json, Reason.ROLE_REQUIRED)))
        .build();
  }

  @Bean
  WebMvcConfigurer staffArguments() {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new StaffArgument());
      }
    };
  }

  private static final class StaffArgument implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType().equals(Staff.class);
    }

    @Override
    public Staff resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binder) {
      Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
      if (authentication == null || !(authentication.getPrincipal() instanceof Jwt jwt)) {
        throw new Rejected(Reason.UNAUTHENTICATED);
      }
      return StaffTokens.staff(jwt);
    }
  }
}
