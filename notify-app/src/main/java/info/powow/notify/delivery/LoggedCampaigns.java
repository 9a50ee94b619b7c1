package info.powow.notify.delivery;

import info.powow.domain.CampaignId;
import info.powow.domain.campaign.Campaign;
import info.powow.domain.campaign.CampaignEvent;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.util.List;

/// Reads campaigns from the log. Each has few events.
public final class LoggedCampaigns {
  private static final int AT_ONCE = 200;

  private final EventSource log;

  public LoggedCampaigns(EventSource log) {
    this.log = log;
  }

  public Campaign find(CampaignId id) {
    Campaign state = Campaign.NONE;
    long from = 0;
    while (true) {
      List<LoggedEvent> events = log.read(Campaign.streamOf(id), from, AT_ONCE);
      for (LoggedEvent event : events) {
        if (event.event() instanceof CampaignEvent change) {
          state = Campaign.evolve(state, change);
        }
      }
      if (events.size() < AT_ONCE) {
        return state;
      }
      from = events.getLast().sequence() + 1;
    }
  }
}
