package info.powow.notify.delivery;

import static info.powow.notify.delivery.NotifyWorld.ADA;
import static info.powow.notify.delivery.NotifyWorld.BOB;
import static info.powow.notify.delivery.NotifyWorld.LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CampaignId;
import info.powow.domain.PersonId;
import info.powow.domain.campaign.CampaignEvent.CampaignApproved;
import info.powow.domain.campaign.CampaignEvent.CampaignDrafted;
import info.powow.domain.campaign.CampaignEvent.CampaignPaused;
import info.powow.domain.campaign.CampaignEvent.CampaignStarted;
import info.powow.domain.campaign.CampaignEvent.CampaignStopped;
import info.powow.domain.campaign.CampaignText;
import info.powow.domain.mail.MailAddress;
import info.powow.domain.mail.MailLanguage;
import info.powow.domain.mail.MailTopic;
import info.powow.domain.mail.Mailbox;
import info.powow.identity.MailLinks.Unsubscription;
import info.powow.notify.mail.Mail;
import info.powow.notify.mail.MailOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten people have agreed to news; Ada sends them a campaign, four mails in a minute.
class CampaignsIT {
  private static final CampaignId FAIR = new CampaignId("fair");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path folder;
  private NotifyWorld world;

  @BeforeEach
  void begin() {
    world = new NotifyWorld(folder.resolve("outbox"));
    for (int i = 0; i < 10; i++) {
      subscriber(i).mailbox = mailbox(i, MailTopic.NEWS);
    }
    world.bob().mailbox = mailbox(99, MailTopic.DIGEST);
    world.start();
    world.log.append(
        new CampaignDrafted(
            FAIR,
            ADA,
            List.of(
                new CampaignText(MailLanguage.EN, "Summer fair", "Come <all>!\n\nBring cake."),
                new CampaignText(MailLanguage.PL, "Festyn", "Przyjdź!")),
            4,
            world.now));
    world.log.append(new CampaignApproved(FAIR, BOB, world.now));
  }

  @AfterEach
  void end() {
    world.close();
  }

  private NotifyWorld.Bobby subscriber(int i) {
    return world.people.computeIfAbsent(new PersonId("p" + i), _ -> new NotifyWorld.Bobby());
  }

  private static Mailbox mailbox(int i, MailTopic topic) {
    return new Mailbox(
        new Mailbox.Address(
            new MailAddress("p" + i + "@example.org"), Instant.EPOCH.plusSeconds(i), false),
        null,
        i == 0 ? MailLanguage.PL : MailLanguage.EN,
        EnumSet.of(topic),
        List.of());
  }

  private void started() throws InterruptedException {
    world.log.append(new CampaignStarted(FAIR, ADA, world.now));
    world.settle();
  }

  private void minutes(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      world.now = world.now.plus(MINUTE);
      world.settle();
    }
  }

  /// What was counted, once as many people were: a row is marked first, and counted then.
  private Map<String, Long> counted(CampaignId campaign, long people) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    Map<String, Long> counts = world.outbox.counts(campaign.value());
    while (counts.values().stream().mapToLong(Long::longValue).sum() < people
        && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
      counts = world.outbox.counts(campaign.value());
    }
    return counts;
  }

  private Set<String> recipients() {
    Set<String> found = new HashSet<>();
    world.mails.forEach(mail -> assertThat(found.add(mail.to().value())).isTrue());
    return found;
  }

  @Test
  void everybodyWhoAgreedGetsItOnceAtItsPace() throws InterruptedException {
    started();
    // Twelve people have a mailbox; two of them have not agreed.
    assertThat(world.mails.size()).isBetween(2, 4);
    minutes(1);
    assertThat(world.mails.size()).isBetween(5, 8);
    minutes(5);

    assertThat(recipients()).hasSize(10).doesNotContain("p99@example.org");
    assertThat(counted(FAIR, 10)).containsEntry("sent", 10L);
  }

  @Test
  void aMailIsInTheLanguageOfThePersonAndStopsWithOneClick() throws InterruptedException {
    started();
    minutes(6);

    Mail polish =
        world.mails.stream()
            .filter(mail -> mail.to().value().equals("p0@example.org"))
            .findFirst()
            .orElseThrow();
    assertThat(polish.subject()).isEqualTo("Festyn");
    Mail english =
        world.mails.stream()
            .filter(mail -> mail.to().value().equals("p1@example.org"))
            .findFirst()
            .orElseThrow();
    assertThat(english.html()).contains("Come &lt;all&gt;!").doesNotContain("src=");
    String link = Objects.requireNonNull(english.unsubscribe());
    assertThat(LINKS.unsubscription(link.substring(link.lastIndexOf('/') + 1)))
        .isEqualTo(new Unsubscription(new PersonId("p1"), MailTopic.NEWS, MailLanguage.EN));
  }

  private void draftAndStart(CampaignId id) throws InterruptedException {
    world.log.append(
        new CampaignDrafted(
            id,
            ADA,
            List.of(new CampaignText(MailLanguage.EN, "Autumn fair", "Come!")),
            600,
            world.now));
    world.log.append(new CampaignApproved(id, BOB, world.now));
    world.log.append(new CampaignStarted(id, ADA, world.now));
    world.settle();
  }

  /// The limit is one in seven days.
  @Test
  void whoHasGotACampaignLatelyIsSkippedAndCounted() throws InterruptedException {
    started();
    minutes(1);
    int reached = world.mails.size();
    assertThat(reached).isBetween(5, 8);
    world.log.append(new CampaignStopped(FAIR, BOB, world.now));
    world.settle();
    world.mails.clear();
    world.stop();
    world.startAgain();

    CampaignId autumn = new CampaignId("autumn");
    draftAndStart(autumn);
    assertThat(recipients()).hasSize(10 - reached);
    assertThat(counted(autumn, 10))
        .isEqualTo(Map.of("sent", 10L - reached, "too_frequent", (long) reached));

    // Skipped people do not get this one later, and are counted once.
    world.mails.clear();
    world.now = world.now.plus(Duration.ofDays(8));
    world.log.append(new CampaignPaused(autumn, BOB, world.now));
    world.log.append(new CampaignStarted(autumn, ADA, world.now));
    world.settle();
    assertThat(world.mails).isEmpty();
    assertThat(counted(autumn, 10)).containsEntry("too_frequent", (long) reached);

    draftAndStart(new CampaignId("winter"));
    assertThat(recipients()).hasSize(10);
  }

  @Test
  void ofTwoCampaignsAtOnceAPersonGetsOne() throws InterruptedException {
    CampaignId other = new CampaignId("other");
    world.log.append(new CampaignStarted(FAIR, ADA, world.now));
    draftAndStart(other);
    for (int i = 0; i < 7; i++) {
      // Rows of people who were just getting the other campaign wait for two seconds.
      world.now = world.now.plusSeconds(3);
      world.settle();
      minutes(1);
    }

    assertThat(recipients()).hasSize(10);
    long skipped =
        counted(FAIR, 10).getOrDefault("too_frequent", 0L)
            + counted(other, 10).getOrDefault("too_frequent", 0L);
    assertThat(skipped).isEqualTo(10);
  }

  @Test
  void afterAPauseNobodyGetsItTwice() throws InterruptedException {
    started();
    minutes(1);
    world.log.append(new CampaignPaused(FAIR, BOB, world.now));
    world.settle();
    int before = world.mails.size();
    minutes(3);
    assertThat(world.mails).hasSize(before);
    started();
    minutes(6);

    assertThat(recipients()).hasSize(10);
  }

  @Test
  void aCrashMakesNobodyGetItTwice() throws InterruptedException {
    started();
    minutes(1);
    world.stop();
    world.startAgain();
    minutes(6);

    assertThat(recipients()).hasSize(10);
  }

  /// The row says that the mail was sent before anything else can fail.
  @Test
  void aCountThatFailsMakesNobodyGetItTwice() throws InterruptedException {
    world.outboxFails.add("count");
    world.log.append(new CampaignStarted(FAIR, ADA, world.now));
    for (int i = 0; i < 10; i++) {
      Mail unused = world.next(world.mails);
      world.now = world.now.plus(MINUTE);
    }
    world.now = world.now.plus(Duration.ofMinutes(11));
    world.settle();

    assertThat(world.outboxFails).isEmpty();
    assertThat(world.mails).isEmpty();
  }

  @Test
  void whatIsStoppedSendsNothingMore() throws InterruptedException {
    world.mailServer = _ -> new MailOutcome.Failed();
    started();
    world.log.append(new CampaignStopped(FAIR, BOB, world.now));
    world.settle();
    world.mailServer = _ -> new MailOutcome.Sent();
    minutes(90);

    assertThat(world.mails).isEmpty();
  }

  @Test
  void whoUnsubscribesMeanwhileGetsNothing() throws InterruptedException {
    started();
    for (int i = 0; i < 10; i++) {
      subscriber(i).mailbox = mailbox(i, MailTopic.DIGEST);
    }
    int before = world.mails.size();
    minutes(6);

    assertThat(world.mails).hasSize(before);
  }
}
