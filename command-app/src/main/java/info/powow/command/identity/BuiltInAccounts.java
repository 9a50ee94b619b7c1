package info.powow.command.identity;

import info.powow.edge.BuiltInIssuer;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Signing up and in: absent where another issuer is trusted.
@BuiltInIssuer
@Configuration(proxyBeanMethods = false)
@Import(AccountController.class)
class BuiltInAccounts {

  @Bean
  PasswordQueue passwordQueue(AccountProperties properties) {
    int processors = Runtime.getRuntime().availableProcessors();
    return new PasswordQueue(
        properties.passwordConcurrency() > 0
            ? properties.passwordConcurrency()
            : Math.max(1, processors - 1),
        properties.passwordQueue(),
        properties.passwordShare());
  }

  @Bean
  Passwords passwords(AccountProperties properties, PasswordQueue queue) {
    return new Passwords(properties.passwordStrength(), queue, CommonPasswords.read());
  }

  @Bean
  SignInGuard signInGuard(AccountProperties properties, Clock clock) {
    return new SignInGuard(properties, clock);
  }
}
