package info.powow.domain.campaign;

import info.powow.domain.CampaignId;
import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.Public;
import java.time.Instant;
import java.util.List;

/// What became of a campaign. Never exposed.
public sealed interface CampaignEvent {
  CampaignId campaignId();

  PersonId by();

  Instant at();

  record CampaignDrafted(
      @Owner CampaignId campaignId,
      PersonId by,
      @Personal List<CampaignText> texts,
      @Public int perMinute,
      Instant at)
      implements CampaignEvent {}

  record CampaignApproved(CampaignId campaignId, PersonId by, Instant at)
      implements CampaignEvent {}

  record CampaignStarted(CampaignId campaignId, PersonId by, Instant at) implements CampaignEvent {}

  record CampaignPaused(CampaignId campaignId, PersonId by, Instant at) implements CampaignEvent {}

  record CampaignStopped(CampaignId campaignId, PersonId by, Instant at) implements CampaignEvent {}
}
