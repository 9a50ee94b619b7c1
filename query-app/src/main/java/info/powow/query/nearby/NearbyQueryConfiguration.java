package info.powow.query.nearby;

import info.powow.projection.EventSource;
import info.powow.projection.Projector;
import info.powow.projection.nearby.NearbySearch;
import info.powow.query.UpToDate;
import info.powow.query.person.Fellows;
import info.powow.query.person.People;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// What answers about what is near.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NearbyProperties.class)
@Import(NearbyController.class)
public class NearbyQueryConfiguration {
  @Bean
  LookAround lookAround(
      NearbySearch search, People people, Fellows fellows, NearbyProperties properties) {
    return new LookAround(search, new Askers(people, fellows, properties));
  }

  @Bean
  FindNearbyHandler findNearbyHandler(
      LookAround around,
      EventSource log,
      @Qualifier("nearbyProjector") Projector projector,
      UpToDate upToDate,
      Clock clock) {
    return new FindNearbyHandler(around, log, projector, upToDate, clock);
  }
}
