package info.powow.query.audit;

import info.powow.eventlog.EventSource;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TellingProperties.class)
@Import(MyAuditsController.class)
public class AuditQueryConfiguration {
  @Bean
  AuditsOfPeople auditsOfPeople(EventSource log, TellingProperties properties, Clock clock) {
    return new AuditsOfPeople(log, properties.tellPeople(), clock);
  }
}
