package info.powow.command.campaign;

import info.powow.domain.Accepted;
import info.powow.domain.campaign.Campaign;
import info.powow.domain.campaign.CampaignCommand;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.modelling.command.Repository;

/// Brings a command to the campaign that it is about.
class CampaignCommandHandler {
  private final Repository<CampaignAggregate> campaigns;
  private final Clock clock;

  CampaignCommandHandler(Repository<CampaignAggregate> campaigns, Clock clock) {
    this.campaigns = campaigns;
    this.clock = clock;
  }

  Accepted handle(CampaignCommand command) throws Exception {
    String id = Campaign.streamOf(command.campaign());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return campaigns
        .loadOrCreate(id, () -> new CampaignAggregate(id))
        .invoke(aggregate -> aggregate.handle(command, now));
  }
}
