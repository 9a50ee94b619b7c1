package info.powow.operator;

import info.powow.http.ApiAutoConfiguration;
import info.powow.ops.Dependencies;
import info.powow.ops.MessageTrace;
import info.powow.ops.WaitingBytes;
import info.powow.projector.Projector;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import tools.jackson.databind.json.JsonMapper;

/// Configures what operators see, for every node that has it on its class path.
@AutoConfiguration(after = ApiAutoConfiguration.class)
@EnableConfigurationProperties(OpsProperties.class)
@Import({MessagesController.class, StatusController.class})
public class OpsAutoConfiguration {
  private static final String SEARCH = "search";
  private static final String VIEWS = "views";

  @Bean
  MessageTrace messageTrace(OpsProperties properties) {
    return properties.trace() ? new MessageTrace(MessageTrace.CAPACITY) : MessageTrace.off();
  }

  /// The steps after the push follow from how far each projection is.
  @Bean
  OpsTicker.Tick traceTick(MessageTrace trace, ObjectProvider<Projector> projectors) {
    projectors.forEach(projector -> {
      String step = step(projector.name());
      projector.onReached(index -> trace.reached(step, index, System.nanoTime()));
    });
    return now -> trace.tick(now, System.nanoTime());
  }

  private static String step(String projection) {
    return switch (projection) {
      case VIEWS -> "projected";
      case SEARCH -> "indexed";
      default -> projection;
    };
  }

  @Bean
  Dependencies dependencies() {
    return new Dependencies();
  }

  @Bean
  OperatorActions operatorActions(OpsProperties properties, Clock clock) {
    return new OperatorActions(properties.folder(), clock);
  }

  @Bean
  SettingsReader settingsReader(ConfigurableEnvironment environment) {
    return new SettingsReader(environment);
  }

  @Bean
  @Order(1)
  StatusReader statusReader(
      Dependencies dependencies,
      MessageTrace trace,
      ObjectProvider<Projector> projectors,
      ObjectProvider<WaitingBytes> clients,
      ObjectProvider<MeterRegistry> registry,
      OperatorActions actions,
      ConfigurableEnvironment environment) {
    return new StatusReader(
        environment.getProperty("spring.application.name", "powow"),
        dependencies,
        trace,
        projectors.orderedStream().toList(),
        clients.getIfAvailable(),
        meters(registry),
        actions);
  }

  @Bean
  @Order(2)
  StatusEvents statusEvents(StatusReader status, JsonMapper json) {
    return new StatusEvents(status, json);
  }

  @Bean
  @Order(0)
  OpsMetrics opsMetrics(
      Dependencies dependencies, MessageTrace trace, ObjectProvider<MeterRegistry> registry) {
    return new OpsMetrics(dependencies, trace, meters(registry));
  }

  private static MeterRegistry meters(ObjectProvider<MeterRegistry> registry) {
    return registry.getIfAvailable(() -> Metrics.globalRegistry);
  }

  @Bean
  OpsTicker opsTicker(List<OpsTicker.Tick> ticks, Clock clock) {
    return new OpsTicker(ticks, clock);
  }
}
