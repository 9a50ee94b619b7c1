package info.powow.domain.campaign;

import info.powow.domain.CampaignId;
import info.powow.domain.Command;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import java.util.List;

/// A command about a campaign. Callers have already verified that `by` has a staff token with the
/// scope `campaign`.
public sealed interface CampaignCommand extends Command {
  CampaignId campaign();

  PersonId by();

  @Override
  default String routingKey() {
    return campaign().value();
  }

  /// @param texts one for each language; who has another language gets the first
  /// @param perMinute mails that are sent in a minute
  record DraftCampaign(CampaignId campaign, PersonId by, List<CampaignText> texts, int perMinute)
      implements CampaignCommand {
    private static final int FASTEST = 600;

    public DraftCampaign {
      texts = List.copyOf(texts);
      if (texts.isEmpty()
          || texts.stream().map(CampaignText::language).distinct().count() != texts.size()) {
        throw Rejected.field("texts", "one text for each language, at least one", "another list");
      }
      if (perMinute < 1 || perMinute > FASTEST) {
        throw Rejected.field("perMinute", "a number from 1 to " + FASTEST, "another number");
      }
    }
  }

  /// Somebody else than the author agrees to it.
  record ApproveCampaign(CampaignId campaign, PersonId by) implements CampaignCommand {}

  /// Begins to send, or goes on after a pause.
  record StartCampaign(CampaignId campaign, PersonId by) implements CampaignCommand {}

  record PauseCampaign(CampaignId campaign, PersonId by) implements CampaignCommand {}

  /// Ends it for good.
  record StopCampaign(CampaignId campaign, PersonId by) implements CampaignCommand {}
}
