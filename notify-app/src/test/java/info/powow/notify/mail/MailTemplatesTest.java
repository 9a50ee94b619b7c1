package info.powow.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.campaign.CampaignText;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.mail.MailAddress;
import info.powow.domain.mail.MailLanguage;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.notification.Relevance;
import info.powow.notify.mail.MailTemplates.Unread;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailTemplatesTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
  private static final Mailbox.Address ADA =
      new Mailbox.Address(new MailAddress("ada@example.org"), AT, false);
  private final MailTemplates templates = new MailTemplates("https://powow.example");

  private Mail digest(MailLanguage language, Unread... unread) {
    return templates.digest("id", ADA, language, List.of(unread), true, List.of(), "TOKEN", AT);
  }

  @ParameterizedTest
  @EnumSource
  void aDigestSaysWhereAndHowMuchInEachLanguage(MailLanguage language) {
    Mail mail = digest(language, new Unread("Block 7", 3, false), new Unread(null, 10, true));

    assertThat(mail.subject()).contains("13");
    assertThat(mail.text())
        .contains("- Block 7: 3\n")
        .contains(": 10+\n")
        .contains("https://powow.example/api/mail/unsubscribe/TOKEN");
    assertThat(mail.html())
        .contains("Block 7: 3")
        .contains("lang=\"" + language.name().toLowerCase(Locale.ROOT) + '"')
        .contains(language == MailLanguage.AR ? "dir=\"rtl\"" : "dir=\"ltr\"")
        .contains("href=\"https://powow.example/api/mail/unsubscribe/TOKEN\"");
    assertThat(mail.unsubscribe()).isEqualTo("https://powow.example/api/mail/unsubscribe/TOKEN");
  }

  @Test
  void aNameIsNeitherMarkupNorALine() {
    Mail mail =
        digest(
            MailLanguage.EN,
            new Unread("<img src=x>\"&\r\n- Bank\u202e\u2028x" + "y".repeat(200), 1, false));

    assertThat(mail.html())
        .doesNotContain("<img")
        .contains("&lt;img src=x&gt;&quot;&amp; - Bank x")
        .doesNotContain("y".repeat(80));
    assertThat(mail.text()).contains("- <img src=x>\"& - Bank x").doesNotContain("\r");
    assertThat(mail.subject()).isEqualTo("Unread messages: 1");
  }

  @Test
  void aMailLoadsNothing() {
    assertThat(digest(MailLanguage.EN, new Unread("Block 7", 1, false)).html())
        .doesNotContain("src=")
        .doesNotContain("url(")
        .doesNotContain("<script");
  }

  @ParameterizedTest
  @EnumSource
  void aConfirmationCannotBeStopped(MailLanguage language) {
    Mail mail = templates.confirmation("id", ADA, language, "TOKEN");

    assertThat(mail.unsubscribe()).isNull();
    assertThat(mail.text())
        .contains("https://powow.example/api/mail/confirmations/TOKEN")
        .doesNotContain("unsubscribe");
  }

  @ParameterizedTest
  @EnumSource
  void newsAreListedWithATitleThatKeepsItsDirection(MailLanguage language) {
    Schedule schedule = new Schedule(AT, AT.plusSeconds(3_600), ZoneId.of("Europe/Berlin"));

    Mail mail =
        templates.digest(
            "id",
            ADA,
            language,
            List.of(),
            false,
            List.of(
                new MailTemplates.News(Relevance.NEW_GATHERING, "Picnic\u202e", schedule),
                new MailTemplates.News(Relevance.GATHERING_MOVED, null, schedule)),
            "TOKEN",
            AT);

    assertThat(mail.subject()).contains("2");
    assertThat(mail.text()).contains(": \u2068Picnic\u2069 – ").contains("11:00");
  }

  @Test
  void theLinesAndParagraphsOfACampaignStay() {
    Mail mail =
        templates.campaign(
            "id",
            ADA,
            new CampaignText(MailLanguage.EN, "Fair", "On <Saturday>.\r\nBring cake.\n\n\nBye!"),
            MailLanguage.EN,
            "TOKEN",
            AT);

    assertThat(mail.html())
        .contains("On &lt;Saturday&gt;.<br>Bring cake.</p>")
        .contains(">Bye!</p>")
        .doesNotContain("src=");
    assertThat(mail.text()).contains("On <Saturday>.\nBring cake.\n\nBye!\n\n");
  }
}
