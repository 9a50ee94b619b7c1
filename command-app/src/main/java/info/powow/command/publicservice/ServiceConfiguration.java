package info.powow.command.publicservice;

import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.command.person.KnownPeople;
import info.powow.command.person.PersonCommandHandler;
import info.powow.domain.PersonId;
import info.powow.domain.person.Consent;
import info.powow.domain.publicservice.ServiceCommand;
import info.powow.domain.publicservice.ServiceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.modelling.command.Repository;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@Import(ServiceController.class)
public class ServiceConfiguration {

  @Bean
  InitializingBean serviceCommands(
      AggregateRepositories repositories,
      KnownPeople people,
      PersonCommandHandler persons,
      CommandBus bus,
      Clock clock) {
    Repository<ServiceAggregate> services =
        repositories.of(ServiceAggregate.class, (id, _) -> new ServiceAggregate(id));
    return () ->
        CommandHandlers.subscribe(
            bus,
            ServiceCommand.class,
            command -> {
              String id = command.service().value();
              Now now = new Now(people, clock.instant().truncatedTo(ChronoUnit.MILLIS));
              return services
                  .loadOrCreate(id, () -> new ServiceAggregate(id))
                  .invoke(service -> {
                    try {
                      return service.handle(command, now, persons::handle);
                    } catch (RuntimeException e) {
                      throw e;
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  });
            });
  }

  private record Now(KnownPeople people, Instant now) implements ServiceContext {
    @Override
    public boolean isPerson(PersonId person) {
      return people.isPerson(person);
    }

    @Override
    public boolean hasBlocked(PersonId person, PersonId other) {
      return people.hasBlocked(person, other);
    }

    @Override
    public Consent consentOf(PersonId person) {
      return people.consentOf(person);
    }
  }
}
