package info.powow.projection.nearby;

import info.powow.projection.CombinedSink;
import info.powow.projection.EventSource;
import info.powow.projection.Projector;
import info.powow.projection.ProjectorOptions;
import info.powow.projection.search.IndexProjection;
import info.powow.projection.search.SearchAutoConfiguration;
import info.powow.projection.search.SearchClient;
import info.powow.projection.search.SearchCluster;
import info.powow.projection.search.SearchIndex;
import info.powow.projection.search.SearchProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/// What is near, for whichever application has the projections on its class path. The three indexes
/// are one projection, so that the log is read once for them.
@AutoConfiguration(after = SearchAutoConfiguration.class)
public class NearbyAutoConfiguration {

  @Bean
  NearbySearch nearbySearch(SearchCluster cluster, SearchProperties properties) {
    return new NearbySearch(cluster.client(properties.timeout()));
  }

  @Bean(destroyMethod = "")
  Projector nearbyProjector(
      SearchCluster cluster,
      EventSource log,
      SearchProperties properties,
      ObjectProvider<Clock> clocks,
      ObjectProvider<MeterRegistry> registries) {
    SearchClient client = cluster.client(SearchAutoConfiguration.PATIENCE_OF_WRITING);
    return new Projector(
        projection(cluster, client, log),
        log,
        ProjectorOptions.DEFAULT.withSegments(1).withDelay(properties.delay()),
        clocks.getIfAvailable(Clock::systemUTC),
        registries.getIfAvailable(SimpleMeterRegistry::new));
  }

  static IndexProjection projection(SearchCluster cluster, SearchClient client, EventSource log) {
    SearchIndex<PersonDocument> people = PersonDocument.index(client);
    SearchIndex<GatheringDocument> gatherings = GatheringDocument.index(client);
    SearchIndex<ServiceDocument> services = ServiceDocument.index(client);
    return new IndexProjection(
        "nearby",
        cluster,
        log,
        List.of(people, gatherings, services),
        () ->
            new CombinedSink(
                List.of(
                    PersonDocument.sink(people),
                    GatheringDocument.sink(gatherings),
                    ServiceDocument.sink(services))));
  }
}
