package info.powow.query.gathering;

import info.powow.projection.gathering.GatheringViews;
import info.powow.projection.mongo.ViewStore;
import info.powow.query.ReadYourWrites;
import info.powow.query.ViewStoreBreaker;
import info.powow.query.person.PersonFinder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Configures queries about gatherings.
@Configuration(proxyBeanMethods = false)
@Import(GatheringsController.class)
public class GatheringQueryConfiguration {
  @Bean
  Gatherings gatherings(ViewStore store, ViewStoreBreaker guard) {
    return new Gatherings(GatheringViews.in(store), guard);
  }

  @Bean
  FindAttendeesHandler findAttendeesHandler(
      Gatherings gatherings, PersonFinder people, ReadYourWrites readYourWrites) {
    return new FindAttendeesHandler(gatherings, people, readYourWrites);
  }
}
