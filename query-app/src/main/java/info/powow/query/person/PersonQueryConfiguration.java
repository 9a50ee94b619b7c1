package info.powow.query.person;

import info.powow.projection.mongo.ViewStore;
import info.powow.projection.person.PersonViews;
import info.powow.query.ViewStoreBreaker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Configures queries about people.
@Configuration(proxyBeanMethods = false)
@Import({PeopleController.class, SettingsController.class})
public class PersonQueryConfiguration {
  @Bean
  PersonViews personViews(ViewStore store) {
    return PersonViews.in(store);
  }

  @Bean
  PersonFinder people(PersonViews views, ViewStoreBreaker guard) {
    return new PersonFinder(views, guard);
  }

  @Bean
  BlockLookup blocks(PersonViews views, ViewStoreBreaker guard) {
    return new BlockLookup(views, guard);
  }

  @Bean
  Invitations invitations(PersonViews views, BlockLookup blocks, ViewStoreBreaker guard) {
    return new Invitations(views, blocks, guard);
  }

  @Bean
  RecordLastSeenHandler recordLastSeenHandler(PersonViews views, ViewStoreBreaker guard) {
    return new RecordLastSeenHandler(views, guard);
  }
}
