package info.powow.audit;

import info.powow.domain.Rejected;
import info.powow.domain.erasure.Forgets;
import info.powow.domain.report.ReportState;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.HeldEvents;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.seal.Sealing;
import info.powow.eventlog.transparency.EventProofs;
import info.powow.eventlog.transparency.TransparencyLog;
import info.powow.http.ApiAutoConfiguration;
import info.powow.images.store.ImageStore;
import java.time.Clock;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.convert.converter.Converter;
import tools.jackson.databind.json.JsonMapper;

/// Audits, for whichever application has them on its class path.
@AutoConfiguration(
    after = ApiAutoConfiguration.class,
    afterName = "org.axonframework.springboot.autoconfig.AxonAutoConfiguration")
@EnableConfigurationProperties(AuditProperties.class)
@Import({
  CaseController.class,
  AuditController.class,
  BundleController.class,
  OfficerErasures.class,
  HoldController.class,
  ReportsController.class
})
public class AuditAutoConfiguration {
  @Bean
  LoggedCases loggedCases(EventSource log) {
    return new LoggedCases(log);
  }

  @Bean
  HeldWords heldWords(
      EventSource log, ObjectProvider<EventLog> logs, ObjectProvider<Sealing> sealings) {
    EventLog embedded = logs.getIfUnique();
    Sealing sealing = sealings.getIfUnique();
    return new HeldWords(
        log, embedded == null || sealing == null ? null : new HeldEvents(embedded, sealing));
  }

  @Bean
  LoggedConversations auditedConversations(EventSource log, HeldWords held) {
    return new LoggedConversations(log, held);
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

  @Bean(destroyMethod = "close")
  Bundles bundles(
      Looks looks,
      LoggedCases cases,
      EventSource log,
      AuditProperties properties,
      ObjectProvider<EventLog> logs,
      ObjectProvider<Sealing> sealings,
      ObjectProvider<TransparencyLog> transparency,
      ObjectProvider<ImageStore> images,
      HeldWords held,
      Clock clock) {
    return new Bundles(
        looks,
        cases,
        log,
        () -> {
          EventLog embedded = logs.getIfUnique();
          Sealing sealing = sealings.getIfUnique();
          TransparencyLog tree = transparency.getIfUnique();
          return new BundleWriter(
              log,
              embedded == null || sealing == null || tree == null
                  ? null
                  : new EventProofs(embedded, sealing, tree),
              images.getIfUnique(),
              held);
        },
        properties.bundles(),
        properties.bundleSize().toBytes(),
        properties.bundlesKept(),
        clock);
  }

  /// @param bundles resolved only when somebody is erased
  @Bean
  Forgets bundlesForget(ObjectProvider<Bundles> bundles) {
    return new BundlesForget(bundles::getObject);
  }

  /// Enums are in lower case, in queries too.
  static final class ReportStates implements Converter<String, ReportState> {
    @Override
    public ReportState convert(String text) {
      return switch (text) {
        case "open" -> ReportState.OPEN;
        case "closed" -> ReportState.CLOSED;
        default -> throw Rejected.field("state", "open or closed", "another value");
      };
    }
  }

  @Bean
  ReportStates reportStates() {
    return new ReportStates();
  }

  @Bean
  BundleController.BundleKey bundleKey(ObjectProvider<TransparencyLog> transparency) {
    return () -> {
      TransparencyLog tree = transparency.getIfUnique();
      return tree == null ? null : tree.keys().getFirst().toString();
    };
  }
}
