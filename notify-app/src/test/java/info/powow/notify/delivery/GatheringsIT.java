package info.powow.notify.delivery;

import static info.powow.notify.delivery.NotifyWorld.ADA;
import static info.powow.notify.delivery.NotifyWorld.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.GatheringId;
import info.powow.domain.Tag;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.GatheringEvent.GatheringCancelled;
import info.powow.domain.gathering.GatheringEvent.GatheringChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.domain.gathering.GatheringEvent.GatheringRescheduled;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.mail.MailAddress;
import info.powow.domain.mail.MailEvent.MailAddressAsked;
import info.powow.domain.mail.MailEvent.MailAddressConfirmed;
import info.powow.domain.mail.MailEvent.MailConsentChanged;
import info.powow.domain.mail.MailLanguage;
import info.powow.domain.mail.MailTopic;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.notification.DigestTime;
import info.powow.domain.notification.GatheringRecipients;
import info.powow.domain.notification.InAppMessage;
import info.powow.domain.notification.Interested;
import info.powow.domain.notification.NearbyLevel;
import info.powow.domain.notification.NearbyNotices;
import info.powow.domain.notification.Preview;
import info.powow.domain.notification.Relevance;
import info.powow.domain.place.Place;
import info.powow.notify.outbox.OutboxRow.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ada publishes a picnic; Bob likes food.
class GatheringsIT {
  private static final GatheringId PICNIC = new GatheringId("picnic");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private NotifyWorld world;

  @BeforeEach
  void begin(@TempDir Path folder) {
    world = new NotifyWorld(folder);
    world.bob().nearby = new NearbyNotices(NearbyLevel.INTERESTS, 5_000);
    world.interested = List.of(new Interested.One(BOB, List.of(new Tag("food")), 800));
    world.start();
  }

  @AfterEach
  void end() {
    world.close();
  }

  private Announcement announcement(String title) {
    return new Announcement(title, "Cake", new Tag("food"), new Place(52.5, 13.4, "Park"), null);
  }

  private Schedule schedule() {
    return new Schedule(
        world.now.plus(Duration.ofHours(30)), world.now.plus(Duration.ofHours(32)), ZoneOffset.UTC);
  }

  private void isThere(boolean cancelled) {
    world.gathering =
        new GatheringRecipients.Known(ADA, announcement("Picnic"), schedule(), cancelled);
  }

  private void published() {
    isThere(false);
    world.log.append(
        new GatheringPublished(
            PICNIC, new CommandKey("k"), ADA, announcement("Picnic"), schedule(), null, world.now));
  }

  private void after(Duration time) throws InterruptedException {
    world.settle();
    world.now = world.now.plus(time);
    world.settle();
  }

  @Test
  void aNewGatheringReachesEachDeviceAndTheOpenPage() throws InterruptedException {
    published();
    after(MINUTE);

    assertThat(List.of(world.next().device(), world.next().device()))
        .containsExactlyInAnyOrder("phone", "laptop");
    assertThat(world.next(world.told))
        .isInstanceOfSatisfying(
            InAppMessage.NotifyGathering.class,
            told -> {
              assertThat(told.gatheringId()).isEqualTo(PICNIC);
              assertThat(told.reason()).isEqualTo(Relevance.NEW_GATHERING);
            });
    assertThat(world.outbox.size()).isZero();
  }

  @Test
  void aPushSaysWhatAndWhenAndNothingOfWhereThePersonIs() throws InterruptedException {
    published();
    after(MINUTE);

    var json = world.next().json();
    assertThat(json.path("type").asString()).isEqualTo("gathering");
    assertThat(json.path("title").asString()).isEqualTo("Picnic");
    assertThat(json.path("reason").asString()).isEqualTo("new_gathering");
    assertThat(json.propertyNames())
        .containsExactlyInAnyOrder(
            "type", "id", "tag", "gatheringId", "reason", "badge", "title", "start", "zone");
  }

  @Test
  void withoutPreviewAPushHasNoTitle() throws InterruptedException {
    world.bob().preview = Preview.NONE;
    published();
    after(MINUTE);

    assertThat(world.next().json().has("title")).isFalse();
  }

  @Test
  void whoIsTooFarOrHasNoSuchInterestIsNotTold() throws InterruptedException {
    world.interested = List.of(new Interested.One(BOB, List.of(new Tag("food")), 5_001));
    published();
    after(MINUTE);
    assertThat(world.outbox.size()).isZero();
    assertThat(world.got).isEmpty();
    assertThat(world.told).isEmpty();
  }

  @Test
  void whatWasCancelledWithinTheMinuteIsToldToNobody() throws InterruptedException {
    published();
    world.settle();
    isThere(true);
    after(MINUTE);

    assertThat(world.got).isEmpty();
    assertThat(world.told).isEmpty();
  }

  @Test
  void blockedOrTurnedOffMeanwhileIsNotTold() throws InterruptedException {
    published();
    world.settle();
    world.bob().blocked = true;
    after(MINUTE);

    assertThat(world.got).isEmpty();
    assertThat(world.outbox.size()).isZero();
  }

  @Test
  void atMostFiveNewOnesADay() throws InterruptedException {
    world.bob().devices = List.of(NotifyWorld.device("phone"));
    isThere(false);
    for (int i = 0; i < 7; i++) {
      world.log.append(
          new GatheringPublished(
              new GatheringId("g" + i),
              new CommandKey("k" + i),
              ADA,
              announcement("Picnic"),
              schedule(),
              null,
              world.now));
    }
    after(MINUTE);

    assertThat(world.got).hasSize(5);
  }

  @Test
  void theChangesOfAMinuteAreOneNotification() throws InterruptedException {
    world.bob().attends = true;
    world.bob().devices = List.of(NotifyWorld.device("phone"));
    isThere(false);
    world.log.append(new GatheringRescheduled(PICNIC, schedule(), world.now));
    world.log.append(new GatheringChanged(PICNIC, announcement("Picnic"), true, world.now));
    // Another title is no news.
    world.log.append(new GatheringChanged(PICNIC, announcement("Big picnic"), false, world.now));
    after(MINUTE);

    assertThat(world.next().json().path("reason").asString()).isEqualTo("gathering_moved");
    assertThat(world.got).isEmpty();
  }

  @Test
  void whoAttendsIsToldThatItIsCancelled() throws InterruptedException {
    world.bob().attends = true;
    world.bob().nearby = NearbyNotices.DEFAULT;
    isThere(true);
    world.log.append(new GatheringCancelled(PICNIC, world.now));
    after(MINUTE);

    assertThat(world.next().json().path("reason").asString()).isEqualTo("gathering_cancelled");
  }

  /// The index of what is nearby may be away, or there may be none.
  @Test
  void withoutSearchItWaits() throws InterruptedException {
    world.searchAway = true;
    published();
    world.settle();
    world.now = world.now.plus(MINUTE);
    while (world.outbox.due(Lane.PUSH, world.now.plus(MINUTE), 1).stream()
        .noneMatch(row -> row.attempts() == 1)) {
      Thread.onSpinWait();
    }
    assertThat(world.got).isEmpty();
    world.searchAway = false;
    after(MINUTE);

    assertThat(world.next().type()).isEqualTo("gathering");
  }

  @Test
  void theDigestListsThem() throws InterruptedException {
    world.bob().devices = List.of();
    world.bob().digest = new DigestTime(LocalTime.of(18, 0), ZoneOffset.UTC);
    Mailbox mailbox = Mailbox.EMPTY;
    for (var event :
        List.of(
            new MailAddressAsked(
                BOB, new MailAddress("bob@example.org"), MailLanguage.EN, world.now),
            new MailAddressConfirmed(BOB, world.now, world.now),
            new MailConsentChanged(BOB, MailTopic.DIGEST, true, world.now))) {
      mailbox = Mailbox.evolve(mailbox, event);
    }
    world.bob().mailbox = mailbox;
    published();
    after(MINUTE);
    after(Duration.ofHours(9));

    assertThat(world.next(world.mails).text()).contains("New: \u2068Picnic\u2069 – ");
  }
}
