package info.powow.audit;

import info.powow.eventlog.EventSource;
import info.powow.http.ApiAutoConfiguration;
import java.time.Clock;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/// Audits, for whichever application has them on its class path.
@AutoConfiguration(
    after = ApiAutoConfiguration.class,
    afterName = "org.axonframework.springboot.autoconfig.AxonAutoConfiguration")
@EnableConfigurationProperties(AuditProperties.class)
@Import({CaseController.class, AuditController.class, ErasureOrders.class})
public class AuditAutoConfiguration {
  @Bean
  LoggedCases loggedCases(EventSource log) {
    return new LoggedCases(log);
  }

  @Bean
  LoggedConversations auditedConversations(EventSource log) {
    return new LoggedConversations(log);
  }

  @Bean
  SeenMessages seenMessages(LoggedConversations conversations, JsonMapper json) {
    return new SeenMessages(conversations, json);
  }

  @Bean
  Looks looks(
      LoggedCases cases,
      CommandGateway commands,
      JsonMapper json,
      AuditProperties properties,
      Clock clock) {
    return new Looks(cases, commands, json, clock, properties.concurrency());
  }
}
