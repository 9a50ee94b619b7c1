package info.powow.command.operation;

import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.domain.operation.OperationCommand;
import java.time.Clock;
import org.axonframework.commandhandling.CommandBus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
public class OperationConfiguration {
  @Bean
  OperationCommandHandler operationCommandHandler(
      AggregateRepositories repositories, CommandBus bus, Clock clock) {
    OperationCommandHandler handler =
        new OperationCommandHandler(
            repositories.of(OperationsAggregate.class, (id, _) -> new OperationsAggregate(id)),
            clock);
    CommandHandlers.subscribe(bus, OperationCommand.class, handler::handle);
    return handler;
  }
}
