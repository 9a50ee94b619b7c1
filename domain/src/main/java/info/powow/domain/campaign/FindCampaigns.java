package info.powow.domain.campaign;

import info.powow.domain.CampaignId;
import org.jspecify.annotations.Nullable;

/// Queries which campaigns there are, the newest first. Answered with [CampaignIds].
///
/// @param before only those with a lower id; null from the newest
/// @param max how many
public record FindCampaigns(@Nullable CampaignId before, int max) {}
