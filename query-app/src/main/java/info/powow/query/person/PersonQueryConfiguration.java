package info.powow.query.person;

import info.powow.projection.mongo.ViewStore;
import info.powow.projection.person.PersonViews;
import info.powow.query.ViewsGuard;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// What answers about people.
@Configuration(proxyBeanMethods = false)
@Import({PeopleController.class, SettingsController.class})
public class PersonQueryConfiguration {
  @Bean
  PersonViews personViews(ViewStore store) {
    return PersonViews.in(store);
  }

  @Bean
  People people(PersonViews views, ViewsGuard guard) {
    return new People(views, guard);
  }

  @Bean
  Blocks blocks(PersonViews views, ViewsGuard guard) {
    return new Blocks(views, guard);
  }

  @Bean
  Invitations invitations(PersonViews views, Blocks blocks, ViewsGuard guard) {
    return new Invitations(views, blocks, guard);
  }

  @Bean
  RecordLastSeenHandler recordLastSeenHandler(PersonViews views, ViewsGuard guard) {
    return new RecordLastSeenHandler(views, guard);
  }
}
