package info.powow.projection.boot;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.boot.EventLogAutoConfiguration;
import info.powow.projection.check.ViewsCheck;
import info.powow.projection.mongo.ViewStore;
import info.powow.projection.skipped.LoggedSkips;
import info.powow.projection.views.ViewsProjection;
import info.powow.projector.ProjectionCheck;
import info.powow.projector.Projector;
import info.powow.projector.ProjectorNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Configures the views in MongoDB, for every application that has them on its class path. Starts
/// and stops every [Projector] bean with the application.
@AutoConfiguration(after = EventLogAutoConfiguration.class)
@EnableConfigurationProperties({
  MongoProperties.class,
  ProjectionProperties.class,
  ViewsCheckProperties.class
})
public class ProjectionsAutoConfiguration {
  private static final Duration CHECKED_AGAIN_AFTER = Duration.ofSeconds(2);

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  ViewStore viewStore(MongoProperties properties) {
    String uri = properties.uri();
    if (uri == null) {
      throw new InvalidConfigurationPropertyValueException(
          "powow.mongodb.uri", null, "It names the MongoDB in which the views are kept.");
    }
    return ViewStore.at(uri, properties.timeout());
  }

  /// Nodes that share the log share the work of following it.
  @Bean
  @Nullable ProjectorNode projectionNode(ViewStore store, EventSource log) {
    return log.hasOtherWriters() ? ProjectorNode.here(store::claims) : null;
  }

  /// Stopped by [RunningProjectors], before the store that it writes to.
  @Bean(destroyMethod = "")
  Projector viewsProjector(
      ViewStore store,
      EventSource log,
      ProjectionProperties properties,
      ObjectProvider<Clock> clocks,
      ObjectProvider<MeterRegistry> registries,
      ObjectProvider<ProjectorNode> nodes) {
    long memoryPerSegment = properties.memory().toBytes() / properties.segments();
    return new Projector(
        new ViewsProjection(
            store, log::epoch, memoryPerSegment, new LoggedSkips(log, ViewsProjection.NAME)),
        log,
        properties.options(),
        clocks.getIfAvailable(Clock::systemUTC),
        registries.getIfAvailable(SimpleMeterRegistry::new),
        nodes.getIfAvailable());
  }

  @Bean
  RunningProjectors runningProjectors(
      List<Projector> projectors, Projector viewsProjector, ProjectionProperties properties) {
    return new RunningProjectors(projectors, properties.catchUpFirst() ? viewsProjector : null);
  }

  @Bean
  ProjectionCheck viewsCheck(
      ViewStore store,
      EventSource log,
      Projector viewsProjector,
      ViewsCheckProperties properties,
      ObjectProvider<Clock> clocks) {
    return new ViewsCheck(
        store,
        log,
        viewsProjector::awaitReached,
        clocks.getIfAvailable(Clock::systemUTC),
        new SecureRandom(),
        new ViewsCheck.Limits(
            properties.streams(), properties.longest(), properties.timeout(), CHECKED_AGAIN_AFTER));
  }

  @Bean(destroyMethod = "close")
  NightlyCheck nightlyCheck(
      ProjectionCheck viewsCheck,
      ViewsCheckProperties properties,
      ObjectProvider<Clock> clocks,
      ObjectProvider<MeterRegistry> registries) {
    return new NightlyCheck(
        viewsCheck,
        properties.at(),
        properties.enabled(),
        clocks.getIfAvailable(Clock::systemUTC),
        registries.getIfAvailable(SimpleMeterRegistry::new));
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthIndicator.class)
  static class ProjectionHealth {
    @Bean
    ProjectionHealthIndicator viewsHealthIndicator(Projector viewsProjector) {
      return new ProjectionHealthIndicator(viewsProjector);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Endpoint.class)
  static class ProjectionEndpoints {
    @Bean
    DeadLettersEndpoint deadLettersEndpoint(List<Projector> projectors) {
      return new DeadLettersEndpoint(projectors);
    }
  }
}
