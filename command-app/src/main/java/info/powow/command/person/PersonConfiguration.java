package info.powow.command.person;

import info.powow.axon.store.KeyedEventStore;
import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.command.CommandProperties;
import info.powow.command.InvalidatableCache;
import info.powow.command.StateSnapshots;
import info.powow.domain.PersonId;
import info.powow.domain.image.PictureLookup;
import info.powow.domain.person.OwnConversations;
import info.powow.domain.person.Person;
import info.powow.domain.person.PersonCommand;
import info.powow.domain.person.PersonEvent;
import info.powow.identity.InstallationSecret;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@Import(PersonController.class)
public class PersonConfiguration {

  @Bean
  KnownPeople knownPeople(EventStore events, CommandProperties properties) {
    return new KnownPeople(events, properties.cachedAggregates());
  }

  @Bean
  StateSnapshots<Person> personSnapshots(
      KeyedEventStore events, CommandProperties properties, ExecutorService snapshotExecutor) {
    return new StateSnapshots<>(
        PersonAggregate.class,
        properties.snapshotEvery(),
        PersonSnapshot::new,
        events,
        snapshotExecutor);
  }

  @Bean
  InvalidatableCache rememberedPeople(KnownPeople people) {
    return new InvalidatableCache(
        PersonEvent.class, person -> people.forget(new PersonId(person)), people::forgetAll);
  }

  @Bean
  PersonCommandHandler personCommandHandler(
      AggregateRepositories repositories,
      StateSnapshots<Person> snapshots,
      KnownPeople people,
      PictureLookup pictures,
      OwnConversations conversations,
      CommandProperties properties,
      InstallationSecret secret,
      CommandBus bus,
      Clock clock) {
    PersonCommandHandler handler =
        new PersonCommandHandler(
            repositories.of(
                PersonAggregate.class, (id, first) -> PersonAggregate.begin(id, snapshots, first)),
            snapshots,
            people,
            properties.limits().ofPeople(),
            properties.places().limits(),
            new KeyedPlaceOffsets(secret),
            pictures,
            conversations,
            clock);
    CommandHandlers.subscribe(bus, PersonCommand.class, handler::handle);
    return handler;
  }
}
