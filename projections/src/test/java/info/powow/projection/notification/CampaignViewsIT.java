package info.powow.projection.notification;

import static info.powow.projection.Sample.ADA;
import static info.powow.projection.Sample.BOB;
import static info.powow.projection.Sample.at;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CampaignId;
import info.powow.domain.campaign.Campaign;
import info.powow.domain.campaign.CampaignEvent.CampaignApproved;
import info.powow.domain.campaign.CampaignEvent.CampaignDrafted;
import info.powow.domain.campaign.CampaignText;
import info.powow.domain.mail.MailLanguage;
import info.powow.projection.MemoryLog;
import info.powow.projection.ViewsFixture;
import info.powow.projection.mongo.StateView;
import info.powow.projector.ProjectorOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CampaignViewsIT {
  private static CampaignDrafted drafted(String id) {
    return new CampaignDrafted(
        new CampaignId(id),
        ADA,
        List.of(new CampaignText(MailLanguage.EN, "Summer fair", "Come!")),
        60,
        at(1));
  }

  private static List<String> page(ViewsFixture fixture, @Nullable String before) {
    return NotificationViews.in(fixture.store())
        .campaigns()
        .before(before == null ? null : Campaign.streamOf(new CampaignId(before)), 2)
        .stream()
        .map(StateView::id)
        .map(id -> NotificationViews.campaignOf(id).value())
        .toList();
  }

  @Test
  void campaignsAreListedByPagesWithoutTexts() {
    MemoryLog log =
        new MemoryLog()
            .append(
                drafted("c2"),
                drafted("c1"),
                drafted("c3"),
                new CampaignApproved(new CampaignId("c1"), BOB, at(2)));
    try (ViewsFixture fixture = new ViewsFixture()) {
      ViewsFixture built = fixture.rebuild(log, ProjectorOptions.DEFAULT);

      assertThat(page(built, null)).containsExactly("c3", "c2");
      assertThat(page(built, "c2")).containsExactly("c1");
      assertThat(page(built, "c1")).isEmpty();
      assertThat(built.canonical().toString())
          .contains("campaigns/campaign:c1", "approved")
          .doesNotContain("Summer", "Come!");
    }
  }
}
