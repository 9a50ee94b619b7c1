package info.powow.query.gathering;

import info.powow.projection.gathering.GatheringViews;
import info.powow.projection.mongo.ViewStore;
import info.powow.query.UpToDate;
import info.powow.query.ViewsGuard;
import info.powow.query.person.People;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// What answers about gatherings.
@Configuration(proxyBeanMethods = false)
@Import(GatheringsController.class)
public class GatheringQueryConfiguration {
  @Bean
  Gatherings gatherings(ViewStore store, ViewsGuard guard) {
    return new Gatherings(GatheringViews.in(store), guard);
  }

  @Bean
  FindAttendeesHandler findAttendeesHandler(
      Gatherings gatherings, People people, UpToDate upToDate) {
    return new FindAttendeesHandler(gatherings, people, upToDate);
  }
}
