package info.powow.command.campaign;

import info.powow.domain.Accepted;
import info.powow.domain.campaign.Campaign;
import info.powow.domain.campaign.CampaignCommand;
import info.powow.domain.campaign.CampaignEvent;
import java.time.Instant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds a campaign between commands; the rules are in [Campaign].
class CampaignAggregate {
  @AggregateIdentifier private final String id;
  private Campaign state = Campaign.NONE;

  CampaignAggregate(String id) {
    this.id = id;
  }

  Accepted handle(CampaignCommand command, Instant now) {
    Campaign.decide(state, command, now).forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  @EventSourcingHandler
  void on(CampaignEvent event) {
    state = Campaign.evolve(state, event);
  }
}
