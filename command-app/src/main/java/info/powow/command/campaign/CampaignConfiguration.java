package info.powow.command.campaign;

import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.domain.campaign.CampaignCommand;
import java.time.Clock;
import org.axonframework.commandhandling.CommandBus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
public class CampaignConfiguration {
  @Bean
  CampaignCommandHandler campaignCommandHandler(
      AggregateRepositories repositories, CommandBus bus, Clock clock) {
    CampaignCommandHandler handler =
        new CampaignCommandHandler(
            repositories.of(CampaignAggregate.class, (id, _) -> new CampaignAggregate(id)), clock);
    CommandHandlers.subscribe(bus, CampaignCommand.class, handler::handle);
    return handler;
  }
}
