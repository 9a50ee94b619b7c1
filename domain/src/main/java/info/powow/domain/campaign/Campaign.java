package info.powow.domain.campaign;

import info.powow.domain.CampaignId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.campaign.CampaignCommand.ApproveCampaign;
import info.powow.domain.campaign.CampaignCommand.DraftCampaign;
import info.powow.domain.campaign.CampaignCommand.PauseCampaign;
import info.powow.domain.campaign.CampaignCommand.StartCampaign;
import info.powow.domain.campaign.CampaignCommand.StopCampaign;
import info.powow.domain.campaign.CampaignEvent.CampaignApproved;
import info.powow.domain.campaign.CampaignEvent.CampaignDrafted;
import info.powow.domain.campaign.CampaignEvent.CampaignPaused;
import info.powow.domain.campaign.CampaignEvent.CampaignStarted;
import info.powow.domain.campaign.CampaignEvent.CampaignStopped;
import info.powow.domain.mail.MailLanguage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Mail to everybody who has agreed to news: somebody drafts it, somebody else approves it, and it is
/// sent, paused or stopped.
public sealed interface Campaign {
  /// After that, nothing more is sent: news gets old.
  Duration LONGEST = Duration.ofDays(14);

  Campaign NONE = new Absent();

  record Absent() implements Campaign {}

  /// @param approvedBy null while it is not approved
  /// @param startedAt when it was started last; null before
  record Drafted(
      CampaignId id,
      PersonId author,
      List<CampaignText> texts,
      int perMinute,
      Status status,
      Instant draftedAt,
      @Nullable PersonId approvedBy,
      @Nullable Instant startedAt)
      implements Campaign {

    /// In the language of a person; in the first one, if there is no such text. Null when the key of
    /// the texts was destroyed.
    public @Nullable CampaignText in(MailLanguage language) {
      return texts.stream()
          .filter(text -> text.language() == language)
          .findFirst()
          .orElse(texts.isEmpty() ? null : texts.getFirst());
    }

    /// Whether mail may be sent for this start.
    public boolean isSending(Instant start, Instant now) {
      return status == Status.SENDING
          && start.equals(startedAt)
          && now.isBefore(start.plus(LONGEST));
    }

    private Drafted with(
        Status next, @Nullable PersonId nextApprovedBy, @Nullable Instant nextStartedAt) {
      return new Drafted(
          id, author, texts, perMinute, next, draftedAt, nextApprovedBy, nextStartedAt);
    }
  }

  enum Status {
    DRAFT,
    APPROVED,
    SENDING,
    PAUSED,
    STOPPED
  }

  /// @throws Rejected with the reason, when it may not be
  static List<CampaignEvent> decide(Campaign state, CampaignCommand command, Instant now) {
    return switch (state) {
      case Absent _ ->
          switch (command) {
            case DraftCampaign draft ->
                List.of(
                    new CampaignDrafted(
                        draft.campaign(), draft.by(), draft.texts(), draft.perMinute(), now));
            case ApproveCampaign _, StartCampaign _, PauseCampaign _, StopCampaign _ ->
                throw new Rejected(Reason.CAMPAIGN_NOT_FOUND);
          };
      case Drafted drafted -> decide(drafted, command, now);
    };
  }

  private static List<CampaignEvent> decide(Drafted drafted, CampaignCommand command, Instant now) {
    CampaignId id = drafted.id();
    PersonId by = command.by();
    Status status = drafted.status();
    return switch (command) {
      case DraftCampaign _ -> List.of();
      case ApproveCampaign _ -> {
        requireNotStopped(status);
        if (drafted.author().equals(by)) {
          throw new Rejected(Reason.SELF_APPROVAL);
        }
        yield status == Status.DRAFT ? List.of(new CampaignApproved(id, by, now)) : List.of();
      }
      case StartCampaign _ -> {
        requireNotStopped(status);
        if (status == Status.DRAFT) {
          throw new Rejected(Reason.CAMPAIGN_NOT_APPROVED);
        }
        yield status == Status.SENDING ? List.of() : List.of(new CampaignStarted(id, by, now));
      }
      case PauseCampaign _ -> {
        requireNotStopped(status);
        yield status == Status.SENDING ? List.of(new CampaignPaused(id, by, now)) : List.of();
      }
      case StopCampaign _ ->
          status == Status.STOPPED ? List.of() : List.of(new CampaignStopped(id, by, now));
    };
  }

  private static void requireNotStopped(Status status) {
    if (status == Status.STOPPED) {
      throw new Rejected(Reason.CAMPAIGN_STOPPED);
    }
  }

  static Campaign evolve(Campaign state, CampaignEvent event) {
    if (event instanceof CampaignDrafted drafted) {
      return new Drafted(
          drafted.campaignId(),
          drafted.by(),
          drafted.texts(),
          drafted.perMinute(),
          Status.DRAFT,
          drafted.at(),
          null,
          null);
    }
    if (!(state instanceof Drafted drafted)) {
      throw new IllegalStateException("the first event of a campaign must draft it");
    }
    return switch (event) {
      case CampaignDrafted _ -> drafted;
      case CampaignApproved approved ->
          drafted.with(Status.APPROVED, approved.by(), drafted.startedAt());
      case CampaignStarted started ->
          drafted.with(Status.SENDING, drafted.approvedBy(), started.at());
      case CampaignPaused _ ->
          drafted.with(Status.PAUSED, drafted.approvedBy(), drafted.startedAt());
      case CampaignStopped _ ->
          drafted.with(Status.STOPPED, drafted.approvedBy(), drafted.startedAt());
    };
  }

  /// The name of its stream.
  static String streamOf(CampaignId id) {
    return "campaign:" + id.value();
  }
}
