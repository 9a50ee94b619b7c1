package info.powow.command.gathering;

import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.command.conversation.ConversationCommandHandler;
import info.powow.command.image.KnownImages;
import info.powow.command.person.KnownPeople;
import info.powow.domain.gathering.GatheringCommand;
import java.time.Clock;
import org.axonframework.commandhandling.CommandBus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@Import(GatheringController.class)
public class GatheringConfiguration {

  @Bean
  GatheringCommandHandler gatheringCommandHandler(
      AggregateRepositories repositories,
      ConversationCommandHandler conversations,
      KnownPeople people,
      KnownImages images,
      CommandBus bus,
      Clock clock) {
    GatheringCommandHandler handler =
        new GatheringCommandHandler(
            repositories.of(GatheringAggregate.class, (id, _) -> new GatheringAggregate(id)),
            conversations,
            people,
            images,
            clock);
    CommandHandlers.subscribe(bus, GatheringCommand.class, handler::handle);
    return handler;
  }
}
