package info.powow.projection.search;

import info.powow.eventlog.EventSource;
import info.powow.ops.Dependencies;
import info.powow.projection.boot.ProjectionsAutoConfiguration;
import info.powow.projector.Projector;
import info.powow.projector.ProjectorNode;
import info.powow.projector.ProjectorOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Configures search, for every application that has the projections on its class path. The index
/// follows the log like any view. Until the address of Elasticsearch is known, its projection
/// waits.
@AutoConfiguration(after = ProjectionsAutoConfiguration.class)
@EnableConfigurationProperties(SearchProperties.class)
public class SearchAutoConfiguration {
  /// The dependency that fills the indexes.
  public static final String WRITER = "index";

  /// Writing many messages takes longer than a user would wait for an answer.
  public static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);

  @Bean(destroyMethod = "close")
  SearchCluster searchCluster(
      SearchProperties properties, ObjectProvider<Dependencies> dependencies) {
    SearchCluster cluster = new SearchCluster(dependencies.getIfAvailable(Dependencies::new));
    if (!properties.uris().isEmpty()) {
      cluster.found(properties.uris(), properties.credentials());
    }
    return cluster;
  }

  @Bean
  MessageSearch messageSearch(SearchCluster cluster, SearchProperties properties) {
    return new MessageSearch(cluster.client(properties.timeout()));
  }

  @Bean
  IndexProjection messageProjection(SearchCluster cluster, EventSource log) {
    return new IndexProjection(
        "search",
        cluster,
        log,
        List.of(
            new IndexProjection.Part<>(
                MessageIndex.in(cluster.client(WRITER, WRITE_TIMEOUT)), MessageSink::new)));
  }

  @Bean(destroyMethod = "")
  Projector searchProjector(
      @Qualifier("messageProjection") IndexProjection projection,
      EventSource log,
      SearchProperties properties,
      ObjectProvider<Clock> clocks,
      ObjectProvider<MeterRegistry> registries,
      ObjectProvider<ProjectorNode> nodes) {
    return new Projector(
        projection,
        log,
        ProjectorOptions.DEFAULT.withSegments(1).withDelay(properties.flushDelay()),
        clocks.getIfAvailable(Clock::systemUTC),
        registries.getIfAvailable(SimpleMeterRegistry::new),
        nodes.getIfAvailable());
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthIndicator.class)
  static class SearchHealth {
    @Bean
    SearchHealthIndicator searchHealthIndicator(MessageSearch search) {
      return new SearchHealthIndicator(search);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Endpoint.class)
  static class EndpointsConfiguration {
    @Bean
    SearchIndexesEndpoint searchIndexesEndpoint(
        List<IndexProjection> projections, ObjectProvider<Clock> clocks) {
      return new SearchIndexesEndpoint(projections, clocks.getIfAvailable(Clock::systemUTC));
    }
  }
}
