package info.powow.command.person;

import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.command.CommandProperties;
import info.powow.command.InvalidatableCache;
import info.powow.command.StateSnapshotter;
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
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.annotation.Qualifier;
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
  Snapshotter personSnapshotter(EventStore events, ExecutorService snapshotExecutor) {
    return new StateSnapshotter<>(
        events,
        snapshotExecutor,
        PersonEvent.class,
        PersonSnapshot.class,
        Person.unknown(),
        Person::evolve,
        PersonSnapshot::new,
        PersonSnapshot::state);
  }

  @Bean
  InvalidatableCache rememberedPeople(KnownPeople people) {
    return new InvalidatableCache(
        PersonEvent.class, person -> people.forget(new PersonId(person)), people::forgetAll);
  }

  @Bean
  PersonCommandHandler personCommandHandler(
      AggregateRepositories repositories,
      @Qualifier("personSnapshotter") Snapshotter snapshotter,
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
                PersonAggregate.class,
                PersonAggregate::begin,
                new EventCountSnapshotTriggerDefinition(snapshotter, properties.snapshotEvery())),
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
