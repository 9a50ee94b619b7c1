package info.powow.notify.delivery;

import static info.powow.notify.delivery.NotifyWorld.BOB;
import static info.powow.notify.delivery.NotifyWorld.LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.mail.MailAddress;
import info.powow.domain.mail.MailEvent.MailAddressAsked;
import info.powow.domain.mail.MailLanguage;
import info.powow.domain.mail.MailTopic;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.notification.DigestTime;
import info.powow.domain.notification.Level;
import info.powow.domain.notification.Preview;
import info.powow.identity.MailLinks.Confirmation;
import info.powow.identity.MailLinks.Unsubscription;
import info.powow.notify.mail.Mail;
import info.powow.notify.mail.MailOutcome;
import info.powow.notify.outbox.OutboxRow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailDeliveriesIT {
  private static final MailAddress ADDRESS = new MailAddress("bob@example.org");

  /// 9:00 in Berlin.
  private static final Instant MORNING = Instant.parse("2026-03-01T08:00:00Z");

  /// 18:30 in Berlin.
  private static final Instant EVENING = Instant.parse("2026-03-01T17:30:00Z");

  @TempDir Path folder;
  private NotifyWorld world;

  @BeforeEach
  void begin() {
    world = new NotifyWorld(folder.resolve("outbox"));
    world.now = MORNING;
    world.bob().devices = List.of();
    world.start();
  }

  @AfterEach
  void end() {
    world.close();
  }

  private static Mailbox asked(Instant at) {
    return Mailbox.evolve(Mailbox.EMPTY, new MailAddressAsked(BOB, ADDRESS, MailLanguage.PL, at));
  }

  private void asks() {
    world.bob().mailbox = asked(world.now);
    long unused = world.log.append(new MailAddressAsked(BOB, ADDRESS, MailLanguage.PL, world.now));
  }

  private void wantsDigests() {
    world.bob().mailbox =
        new Mailbox(
            new Mailbox.Address(ADDRESS, MORNING, false),
            null,
            MailLanguage.EN,
            EnumSet.of(MailTopic.DIGEST),
            List.of());
    world.bob().digest = new DigestTime(LocalTime.of(18, 30), ZoneId.of("Europe/Berlin"));
  }

  private void says(String text) throws InterruptedException {
    long unused = world.says(text);
    world.settle();
  }

  private void at(Instant time) throws InterruptedException {
    world.now = time;
    world.settle();
  }

  // --- confirmations ----------------------------------------------------------------------------

  @Test
  void aNewAddressGetsOneMailThatConfirmsIt() throws Exception {
    asks();

    Mail mail = world.next(world.mails);
    assertThat(mail.to()).isEqualTo(ADDRESS);
    assertThat(mail.language()).isEqualTo(MailLanguage.PL);
    String token = mail.text().replaceAll("(?s).*/api/mail/confirmations/([A-Za-z0-9_-]+).*", "$1");
    assertThat(LINKS.confirmation(token))
        .isEqualTo(new Confirmation(BOB, MORNING, MailLanguage.PL));
    world.settle();
    assertThat(world.mails).isEmpty();
    assertThat(world.outbox.size()).isZero();
  }

  @Test
  void anAddressThatWasTakenBackGetsNothing() throws Exception {
    world.mailServer = _ -> new MailOutcome.Failed();
    asks();
    world.settle();
    world.bob().mailbox = Mailbox.EMPTY;
    world.mailServer = _ -> new MailOutcome.Sent();
    at(MORNING.plus(Duration.ofHours(2)));

    assertThat(world.mails).isEmpty();
    assertThat(world.outbox.size()).isZero();
  }

  @Test
  void whatFailsIsSentLaterUnderTheSameId() throws Exception {
    List<String> ids = new CopyOnWriteArrayList<>();
    world.mailServer =
        mail -> {
          ids.add(mail.id());
          return ids.size() < 3 ? new MailOutcome.Failed() : new MailOutcome.Sent();
        };
    asks();
    world.settle();
    at(MORNING.plus(Duration.ofMinutes(1)));
    at(MORNING.plus(Duration.ofMinutes(3)));

    assertThat(world.mails).hasSize(1);
    assertThat(ids).hasSize(3).containsOnly(ids.getFirst());
  }

  @Test
  void anAddressThatDoesNotExistIsToldOnce() throws Exception {
    world.mailServer = _ -> new MailOutcome.Undeliverable();
    asks();

    assertThat(world.next(world.bounced)).isEqualTo(MORNING);
    world.settle();
    assertThat(world.outbox.size()).isZero();
  }

  @Test
  void whenTheServerRefusesUsNobodyIsSuppressed() throws Exception {
    world.mailServer = _ -> new MailOutcome.Refused(535);
    asks();
    world.settle();
    world.mailServer = _ -> new MailOutcome.Sent();
    at(MORNING.plus(Duration.ofMinutes(5)));

    assertThat(world.mails).hasSize(1);
    assertThat(world.bounced).isEmpty();
  }

  /// Several people who give the same address cannot fill its mailbox together, and learn nothing of
  /// each other.
  @Test
  void oneAddressGetsOnlySoManyConfirmations() throws Exception {
    for (int i = 0; i < 8; i++) {
      world.now = MORNING.plusSeconds(i);
      asks();
      world.settle();
    }

    assertThat(world.mails).hasSize(5);
    assertThat(world.outbox.size()).isZero();
  }

  @Test
  void anEmptyOutboxSendsNoOldConfirmation() throws Exception {
    asks();
    Mail unused = world.next(world.mails);
    world.stop();
    world.startAgain(folder.resolve("other"));
    world.settle();

    assertThat(world.mails).isEmpty();
  }

  // --- digests ----------------------------------------------------------------------------------

  @Test
  void whatIsUnreadComesOnceADayAtItsHour() throws Exception {
    wantsDigests();
    says("one");
    says("two");
    at(EVENING.minusSeconds(1));
    assertThat(world.mails).isEmpty();
    at(EVENING);

    Mail mail = world.next(world.mails);
    assertThat(mail.text()).contains("- Block 7: 2\n");
    String token = mail.text().replaceAll("(?s).*/api/mail/unsubscribe/([A-Za-z0-9_-]+).*", "$1");
    assertThat(LINKS.unsubscription(token))
        .isEqualTo(new Unsubscription(BOB, MailTopic.DIGEST, MailLanguage.EN));
    says("three");
    at(EVENING.plus(Duration.ofHours(5)));
    assertThat(world.mails).isEmpty();
    at(EVENING.plus(Duration.ofDays(1)));
    assertThat(world.next(world.mails).text()).contains("- Block 7: 3\n");
    at(EVENING.plus(Duration.ofDays(9)));
    assertThat(world.mails).isEmpty();
    assertThat(world.outbox.size()).isZero();
  }

  @Test
  void aLaterHourOfTheSameDayIsNoSecondDigest() throws Exception {
    wantsDigests();
    says("one");
    at(EVENING);
    Mail unused = world.next(world.mails);
    world.bob().digest = new DigestTime(LocalTime.of(20, 0), ZoneId.of("Europe/Berlin"));
    says("two");
    at(EVENING.plus(Duration.ofHours(3)));

    assertThat(world.mails).isEmpty();
  }

  @Test
  void anotherHourIsTheOneThatHolds() throws Exception {
    wantsDigests();
    says("one");
    world.bob().digest = new DigestTime(LocalTime.of(20, 0), ZoneId.of("Europe/Berlin"));
    at(EVENING);
    assertThat(world.mails).isEmpty();
    at(EVENING.plus(Duration.ofMinutes(90)));

    assertThat(world.next(world.mails).text()).contains("Block 7: 1");
  }

  enum Change {
    READ(world -> world.reads(9)),
    DELETED(world -> world.deletes(0)),
    LEFT(world -> world.bob().member = false),
    BLOCKED(world -> world.bob().blocked = true),
    MUTED(world -> world.bob().mutedUntil = Instant.MAX),
    NOTHING(world -> world.bob().level = Level.NOTHING),
    UNSUBSCRIBED(world -> {
      Mailbox mailbox = world.bob().mailbox;
      world.bob().mailbox =
          new Mailbox(
              mailbox.confirmed(), null, mailbox.language(), EnumSet.of(MailTopic.NEWS), List.of());
    }),
    SUPPRESSED(world ->
        world.bob().mailbox =
            new Mailbox(
                new Mailbox.Address(ADDRESS, MORNING, true),
                null,
                MailLanguage.EN,
                EnumSet.of(MailTopic.DIGEST),
                List.of())),
    SWITCHED_OFF(world -> world.bob().digest = null);

    private final Consumer<NotifyWorld> change;

    Change(Consumer<NotifyWorld> change) {
      this.change = change;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotToBeToldAnyMoreIsInNoDigest(Change change) throws Exception {
    wantsDigests();
    says("one");
    change.change.accept(world);
    world.settle();
    at(EVENING);

    assertThat(world.mails).isEmpty();
    assertThat(world.outbox.size()).isZero();
  }

  @Test
  void namesStayOutOfMailWhenPreviewsAreOff() throws Exception {
    wantsDigests();
    world.bob().preview = Preview.NONE;
    says("one");
    at(EVENING);

    assertThat(world.next(world.mails).text())
        .contains("A conversation: 1")
        .doesNotContain("Block");
  }

  @Test
  void aDigestThatIsFarTooLateIsLeftOut() throws Exception {
    wantsDigests();
    world.mailServer = _ -> new MailOutcome.Failed();
    says("one");
    at(EVENING);
    world.mailServer = _ -> new MailOutcome.Sent();
    at(EVENING.plus(Duration.ofHours(12)));

    assertThat(world.mails).isEmpty();
    assertThat(world.outbox.size()).isZero();
  }

  /// The process ends after the mail server's answer and before recording it.
  @Test
  void afterACrashTheSameMailIsSentAgain() throws Exception {
    wantsDigests();
    says("one");
    OutboxRow row = world.outbox.due(OutboxRow.Lane.MAIL, EVENING, 1).getFirst();
    world.stop();
    world.now = EVENING;
    world.startAgain();
    Mail first = world.next(world.mails);
    world.settle();
    OutboxRow sent =
        world.outbox.due(OutboxRow.Lane.MAIL, EVENING.plus(Duration.ofDays(9)), 1).getFirst();
    assertThat(world.outbox.replace(sent, row.sending(1, EVENING.plusSeconds(600)))).isTrue();
    world.stop();
    world.startAgain();

    Mail second = world.next(world.mails);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.at()).isEqualTo(first.at());
  }
}
