package info.powow.command.refusal;

import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.command.CommandProperties;
import info.powow.domain.refusal.RecordRefusals;
import info.powow.http.limit.PersonRateLimiter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.modelling.command.Repository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
public class RefusalConfiguration {
  /// Ends before the bus does, so that what was counted is still recorded.
  record RefusalRecording(RefusedCommands refused) implements AutoCloseable {
    @Override
    public void close() {
      refused.close();
    }
  }

  @Bean(destroyMethod = "")
  RefusedCommands refusedCommands(
      CommandProperties properties, Clock clock, ObjectProvider<MeterRegistry> registries) {
    RefusedCommands refused =
        new RefusedCommands(properties.refusals().most(), properties.refusals().interval(), clock);
    MeterRegistry registry = registries.getIfUnique();
    if (registry != null) {
      FunctionCounter.builder("powow.refusals.dropped", refused, RefusedCommands::dropped)
          .description("Refusals that were not recorded as events, because there were too many")
          .register(registry);
    }
    return refused;
  }

  @Bean(destroyMethod = "close")
  RefusalRecording refusalRecording(
      RefusedCommands refused,
      AggregateRepositories repositories,
      @Qualifier("localSegment") CommandBus bus,
      ObjectProvider<PersonRateLimiter> limits) {
    Repository<RefusalsAggregate> aggregates =
        repositories.of(RefusalsAggregate.class, (id, _) -> new RefusalsAggregate(id));
    CommandHandlers.subscribe(
        bus,
        RecordRefusals.class,
        command ->
            aggregates
                .loadOrCreate(
                    command.routingKey(), () -> new RefusalsAggregate(command.routingKey()))
                .invoke(aggregate -> aggregate.handle(command)));
    refused.recordWith(command -> bus.dispatch(GenericCommandMessage.asCommandMessage(command)));
    limits.ifAvailable(
        limiter -> limiter.onRefused((person, kind) -> refused.limited(person, kind.policy())));
    return new RefusalRecording(refused);
  }
}
