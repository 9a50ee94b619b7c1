package info.powow.command.identity;

import info.powow.edge.BuiltInIssuer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Signing up and in: absent where another issuer is trusted.
@BuiltInIssuer
@Configuration(proxyBeanMethods = false)
@Import(AccountController.class)
class BuiltInAccounts {

  @Bean
  Passwords passwords(AccountProperties properties) {
    return new Passwords(properties.passwordStrength());
  }
}
