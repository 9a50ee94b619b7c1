package info.powow.command.report;

import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.command.conversation.ConversationCommandHandler;
import info.powow.command.person.KnownPeople;
import info.powow.domain.report.ReportCommand;
import java.time.Clock;
import org.axonframework.commandhandling.CommandBus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@Import(ReportController.class)
public class ReportConfiguration {
  @Bean
  ReportCommandHandler reportCommandHandler(
      AggregateRepositories repositories,
      ConversationCommandHandler conversations,
      KnownPeople people,
      CommandBus bus,
      Clock clock) {
    ReportCommandHandler handler =
        new ReportCommandHandler(
            repositories.of(ReportsAggregate.class, (id, _) -> new ReportsAggregate(id)),
            conversations,
            people,
            clock);
    CommandHandlers.subscribe(bus, ReportCommand.class, handler::handle);
    return handler;
  }
}
