package info.powow.domain.campaign;

import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.CampaignId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.campaign.Campaign.Status;
import info.powow.domain.campaign.CampaignCommand.ApproveCampaign;
import info.powow.domain.campaign.CampaignCommand.DraftCampaign;
import info.powow.domain.campaign.CampaignCommand.PauseCampaign;
import info.powow.domain.campaign.CampaignCommand.StartCampaign;
import info.powow.domain.campaign.CampaignCommand.StopCampaign;
import info.powow.domain.mail.MailLanguage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ada drafts, Bob approves.
class CampaignTest {
  private static final CampaignId ID = new CampaignId("c1");
  private static final CampaignText ENGLISH =
      new CampaignText(MailLanguage.EN, "Summer fair", "Come!");
  private static final CampaignText POLISH =
      new CampaignText(MailLanguage.PL, "Festyn", "Przyjdź!");
  private static final DraftCampaign DRAFT =
      new DraftCampaign(ID, ada, List.of(ENGLISH, POLISH), 60);

  private Campaign state = Campaign.NONE;

  private int when(CampaignCommand command, Instant at) {
    List<CampaignEvent> events = Campaign.decide(state, command, at);
    for (CampaignEvent event : events) {
      state = Campaign.evolve(state, event);
    }
    return events.size();
  }

  private int when(CampaignCommand command) {
    return when(command, NOW);
  }

  private void refused(CampaignCommand command, Reason reason) {
    assertThatThrownBy(() -> when(command))
        .isInstanceOfSatisfying(
            Rejected.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  private Campaign.Drafted drafted() {
    return (Campaign.Drafted) state;
  }

  @Test
  void itIsDraftedApprovedStartedPausedAndStartedAgain() {
    assertThat(when(DRAFT)).isEqualTo(1);
    assertThat(when(new ApproveCampaign(ID, bob))).isEqualTo(1);
    assertThat(when(new StartCampaign(ID, ada))).isEqualTo(1);
    assertThat(drafted().isSending(NOW, NOW)).isTrue();
    assertThat(when(new PauseCampaign(ID, bob))).isEqualTo(1);
    assertThat(drafted().isSending(NOW, NOW)).isFalse();
    assertThat(when(new StartCampaign(ID, ada), NOW.plusSeconds(9))).isEqualTo(1);
    // What belongs to the start before is not sent any more.
    assertThat(drafted().isSending(NOW, NOW.plusSeconds(9))).isFalse();
    assertThat(drafted().isSending(NOW.plusSeconds(9), NOW.plusSeconds(9))).isTrue();
    assertThat(drafted().isSending(NOW.plusSeconds(9), NOW.plus(Campaign.LONGEST).plusSeconds(9)))
        .isFalse();
  }

  @Test
  void nobodyApprovesTheirOwn() {
    when(DRAFT);

    refused(new ApproveCampaign(ID, ada), Reason.SELF_APPROVAL);
    refused(new StartCampaign(ID, ada), Reason.CAMPAIGN_NOT_APPROVED);
    refused(new StartCampaign(ID, bob), Reason.CAMPAIGN_NOT_APPROVED);
  }

  @Test
  void whatIsStoppedStaysStopped() {
    when(DRAFT);
    when(new ApproveCampaign(ID, bob));
    when(new StartCampaign(ID, ada));
    when(new StopCampaign(ID, bob));

    assertThat(drafted().status()).isEqualTo(Status.STOPPED);
    refused(new StartCampaign(ID, ada), Reason.CAMPAIGN_STOPPED);
    refused(new ApproveCampaign(ID, bob), Reason.CAMPAIGN_STOPPED);
    refused(new PauseCampaign(ID, bob), Reason.CAMPAIGN_STOPPED);
    assertThat(when(new StopCampaign(ID, bob))).isZero();
  }

  @Test
  void theSameAgainChangesNothing() {
    when(DRAFT);
    assertThat(when(DRAFT)).isZero();
    assertThat(when(new PauseCampaign(ID, bob))).isZero();
    when(new ApproveCampaign(ID, bob));
    assertThat(when(new ApproveCampaign(ID, bob))).isZero();
    when(new StartCampaign(ID, bob));
    assertThat(when(new StartCampaign(ID, bob))).isZero();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    refused(new StartCampaign(ID, ada), Reason.CAMPAIGN_NOT_FOUND);
    refused(new StopCampaign(ID, ada), Reason.CAMPAIGN_NOT_FOUND);
  }

  @Test
  void everybodyGetsTheirLanguageOrTheFirst() {
    when(DRAFT);

    assertThat(Objects.requireNonNull(drafted().in(MailLanguage.PL))).isEqualTo(POLISH);
    assertThat(Objects.requireNonNull(drafted().in(MailLanguage.AR))).isEqualTo(ENGLISH);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 601})
  void thePaceIsBounded(int perMinute) {
    assertThatThrownBy(() -> new DraftCampaign(ID, ada, List.of(ENGLISH), perMinute))
        .isInstanceOf(Rejected.class);
  }

  @Test
  void aLanguageHasOneText() {
    assertThatThrownBy(() -> new DraftCampaign(ID, ada, List.of(ENGLISH, ENGLISH), 1))
        .isInstanceOf(Rejected.class);
    assertThatThrownBy(() -> new DraftCampaign(ID, ada, List.of(), 1)).isInstanceOf(Rejected.class);
  }
}
