package info.powow.identity;

import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/// Configures authentication: tokens and sessions.
@AutoConfiguration(before = OAuth2ResourceServerAutoConfiguration.class)
@Import(TokenConfiguration.class)
@EnableConfigurationProperties(InstallationProperties.class)
public class IdentityAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  /// Lazy, because not every node needs it.
  @Bean
  @Lazy
  InstallationSecret installationSecret(InstallationProperties properties, TokenProperties tokens) {
    return InstallationSecret.of(properties.secret(), tokens.secret());
  }
}
