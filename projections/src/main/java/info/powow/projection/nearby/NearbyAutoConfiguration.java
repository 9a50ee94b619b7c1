package info.powow.projection.nearby;

import info.powow.domain.erasure.Forgets;
import info.powow.domain.erasure.PlaintextStore;
import info.powow.eventlog.EventSource;
import info.powow.projection.boot.FollowerForgets;
import info.powow.projection.search.IndexProjection;
import info.powow.projection.search.SearchAutoConfiguration;
import info.powow.projection.search.SearchClient;
import info.powow.projection.search.SearchCluster;
import info.powow.projection.search.SearchProperties;
import info.powow.projector.Projector;
import info.powow.projector.ProjectorNode;
import info.powow.projector.ProjectorOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/// Configures nearby search, for every application that has the projections on its class path. The
/// four indexes are one projection, so the log is read only once.
@AutoConfiguration(after = SearchAutoConfiguration.class)
public class NearbyAutoConfiguration {

  @Bean
  NearbySearch nearbySearch(SearchCluster cluster, SearchProperties properties) {
    return new NearbySearch(cluster.client(properties.timeout()));
  }

  @Bean
  IndexProjection nearbyProjection(SearchCluster cluster, EventSource log) {
    return projection(
        cluster,
        cluster.client(SearchAutoConfiguration.WRITER, SearchAutoConfiguration.WRITE_TIMEOUT),
        log);
  }

  @Bean(destroyMethod = "")
  Projector nearbyProjector(
      @Qualifier("nearbyProjection") IndexProjection projection,
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

  /// Waits for all search indexes. Where there is no search, there is nothing to forget.
  @Bean
  Forgets searchForgets(
      @Qualifier("messageProjection") IndexProjection messages,
      @Qualifier("nearbyProjection") IndexProjection nearby,
      @Qualifier("searchProjector") Projector searchProjector,
      @Qualifier("nearbyProjector") Projector nearbyProjector,
      SearchProperties properties,
      Environment environment) {
    boolean isThere =
        !properties.uris().isEmpty()
            || environment.getProperty("powow.search.embedded", Boolean.class, true);
    return new FollowerForgets(
        PlaintextStore.SEARCH,
        isThere ? List.of(searchProjector, nearbyProjector) : List.of(),
        _ -> {
          if (isThere) {
            messages.purge();
            nearby.purge();
          }
        });
  }

  static IndexProjection projection(SearchCluster cluster, SearchClient client, EventSource log) {
    return new IndexProjection(
        "nearby",
        cluster,
        log,
        List.of(
            new IndexProjection.Part<>(PersonDocument.index(client), PersonDocument::sink),
            new IndexProjection.Part<>(GatheringDocument.index(client), GatheringDocument::sink),
            new IndexProjection.Part<>(ServiceDocument.index(client), ServiceDocument::sink),
            new IndexProjection.Part<>(GroupDocument.index(client), GroupDocument::sink)));
  }
}
