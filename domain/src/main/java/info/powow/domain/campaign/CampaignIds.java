package info.powow.domain.campaign;

import info.powow.domain.CampaignId;
import java.util.List;

/// Campaigns, the newest first.
public record CampaignIds(List<CampaignId> campaigns) {}
