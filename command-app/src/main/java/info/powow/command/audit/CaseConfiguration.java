package info.powow.command.audit;

import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.domain.audit.CaseCommand;
import info.powow.domain.audit.RecordLook;
import java.time.Clock;
import org.axonframework.commandhandling.CommandBus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
public class CaseConfiguration {

  @Bean
  CaseCommandHandler caseCommandHandler(
      AggregateRepositories repositories, CommandBus bus, Clock clock) {
    CaseCommandHandler handler =
        new CaseCommandHandler(
            repositories.of(CasesAggregate.class, (id, _) -> new CasesAggregate(id)),
            repositories.of(LooksAggregate.class, (id, _) -> new LooksAggregate(id)),
            clock);
    CommandHandlers.subscribe(bus, CaseCommand.class, handler::handle);
    CommandHandlers.subscribe(bus, RecordLook.class, handler::handle);
    return handler;
  }
}
