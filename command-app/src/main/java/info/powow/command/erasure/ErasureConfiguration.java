package info.powow.command.erasure;

import static java.util.concurrent.CompletableFuture.runAsync;

import info.powow.axon.store.KeyedEventStore;
import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.command.InvalidatableCache;
import info.powow.command.person.KnownPeople;
import info.powow.domain.PersonId;
import info.powow.domain.erasure.ErasureCommand;
import info.powow.domain.erasure.Forgets;
import info.powow.domain.erasure.HoldCommand;
import info.powow.domain.erasure.HoldCommand.EndHold;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.seal.Sealing;
import info.powow.identity.LoggedStaffRoles;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Erasing people.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ErasureProperties.class)
@Import(ErasureController.class)
public class ErasureConfiguration {
  @Bean
  LoggedErasures loggedErasures(EventSource log) {
    return new LoggedErasures(log);
  }

  @Bean
  ErasureCommandHandler erasureCommandHandler(
      AggregateRepositories repositories,
      KnownPeople people,
      LoggedStaffRoles roles,
      ErasureProperties properties,
      CommandBus bus,
      ObjectProvider<ErasureProcess> process,
      Clock clock) {
    ErasureCommandHandler handler =
        new ErasureCommandHandler(
            repositories.of(ErasuresAggregate.class, (id, _) -> new ErasuresAggregate(id)),
            people,
            roles,
            properties.grace(),
            clock,
            () -> process.ifAvailable(ErasureProcess::wake));
    CommandHandlers.subscribe(bus, ErasureCommand.class, handler::handle);
    CommandHandlers.subscribe(bus, HoldCommand.class, handler::handle);
    return handler;
  }

  @Bean
  Forgets statesForget(
      AggregateRepositories repositories,
      List<InvalidatableCache> caches,
      KeyedEventStore events,
      ExecutorService snapshotExecutor) {
    return new StatesForget(
        () -> {
          repositories.forgetAll();
          caches.forEach(cache -> cache.forgetAll().run());
        },
        () -> events.settled().thenCompose(_ -> runAsync(() -> {}, snapshotExecutor)).join());
  }

  @Bean
  ErasureProcess erasureProcess(
      LoggedErasures erasures,
      CommandGateway commands,
      QueryGateway queries,
      Sealing sealing,
      LoggedStaffRoles roles,
      Clock clock) {
    Erasing erasing = new Erasing(new ErasureSteps(commands, queries, erasures, sealing, roles));
    return new ErasureProcess(
        erasures,
        sealing.roots(),
        person -> isPerson(erasures.log(), person),
        erasing::erase,
        hold -> commands.sendAndWait(new EndHold(hold, sealing.release(hold))),
        clock);
  }

  /// Groups, gatherings, services and cases own keys, too.
  private static boolean isPerson(EventSource log, PersonId owner) {
    return log.read(owner.value(), 0, 1).stream()
        .anyMatch(first -> first.type().equals(ProfileCreated.class.getSimpleName()));
  }
}
