package info.powow.command.person;

import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.command.CommandProperties;
import info.powow.domain.person.PersonCommand;
import java.time.Clock;
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
  PersonCommandHandler personCommandHandler(
      AggregateRepositories repositories,
      KnownPeople people,
      CommandProperties properties,
      CommandBus bus,
      Clock clock) {
    PersonCommandHandler handler =
        new PersonCommandHandler(
            repositories.of(PersonAggregate.class, (id, _) -> new PersonAggregate(id)),
            people,
            properties.limits().ofPeople(),
            clock);
    CommandHandlers.subscribe(bus, PersonCommand.class, handler::handle);
    return handler;
  }
}
