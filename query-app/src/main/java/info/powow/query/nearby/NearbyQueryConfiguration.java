package info.powow.query.nearby;

import info.powow.eventlog.EventSource;
import info.powow.projection.nearby.NearbySearch;
import info.powow.projector.Projector;
import info.powow.query.ReadYourWrites;
import info.powow.query.conversation.OpenGroups;
import info.powow.query.gathering.Gatherings;
import info.powow.query.person.PersonFinder;
import info.powow.query.person.SharedGroups;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Configures nearby queries.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NearbyProperties.class)
@Import(NearbyController.class)
public class NearbyQueryConfiguration {
  @Bean
  NearbyFinder lookAround(
      NearbySearch search,
      PersonFinder people,
      SharedGroups fellows,
      OpenGroups openGroups,
      NearbyProperties properties) {
    return new NearbyFinder(search, new NearbyViewers(people, fellows, properties), openGroups);
  }

  @Bean
  FindInterestedHandler findInterestedHandler(
      NearbyFinder around, Gatherings gatherings, NearbyProperties properties, Clock clock) {
    return new FindInterestedHandler(around, gatherings, properties.expires(), clock);
  }

  @Bean
  FindNearbyHandler findNearbyHandler(
      NearbyFinder around,
      EventSource log,
      @Qualifier("nearbyProjector") Projector projector,
      ReadYourWrites readYourWrites,
      Clock clock) {
    return new FindNearbyHandler(around, log, projector, readYourWrites, clock);
  }
}
