package info.powow.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Tag;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.notification.DeviceKind;
import info.powow.domain.notification.InAppMessage.Clear;
import info.powow.domain.notification.InAppMessage.Notify;
import info.powow.domain.notification.Level;
import info.powow.domain.notification.Preview;
import info.powow.domain.notification.Relevance;
import info.powow.domain.notification.Verdict;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.notify.delivery.NotifyWorld.Got;
import info.powow.notify.outbox.JournalEntry;
import info.powow.notify.outbox.OutboxRow;
import info.powow.notify.push.AppPush;
import info.powow.notify.push.PushOutcome;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class NotifierIT {
  @TempDir Path folder;
  private NotifyWorld world;

  @BeforeEach
  void begin() {
    world = new NotifyWorld(folder.resolve("one"));
    world.start();
  }

  @AfterEach
  void end() {
    world.close();
  }

  private Set<String> bothDevices() throws InterruptedException {
    return new TreeSet<>(Set.of(world.next().device(), world.next().device()));
  }

  private List<String> journal(long position) {
    return world.outbox.journal(NotifyWorld.GROUP, position, NotifyWorld.BOB).stream()
        .map(JournalEntry::step)
        .toList();
  }

  private Verdict lastVerdict(long position) {
    return Objects.requireNonNull(
        world.outbox.journal(NotifyWorld.GROUP, position, NotifyWorld.BOB).getLast().verdict());
  }

  @Test
  void whoIsAwayIsToldOnEachDeviceOnce() throws Exception {
    long said = world.says("Who has a ladder?", NotifyWorld.BOB);

    Got first = world.next();
    Got second = world.next();
    assertThat(Set.of(first.device(), second.device()))
        .containsExactlyInAnyOrder("phone", "laptop");
    assertThat(first.json().path("sender").asString()).isEqualTo("Ada");
    assertThat(first.json().path("group").asString()).isEqualTo("Block 7");
    assertThat(first.json().path("text").asString()).isEqualTo("Who has a ladder?");
    assertThat(first.json().path("reason").asString()).isEqualTo("mention");
    assertThat(first.json().path("badge").asInt()).isEqualTo(1);
    assertThat(first.urgent()).isTrue();
    assertThat(second.topic()).isEqualTo(first.topic()).hasSize(32).doesNotContain("group");
    assertThat(world.next(world.told))
        .isInstanceOfSatisfying(
            Notify.class,
            notify -> {
              assertThat(notify.reason()).isEqualTo(Relevance.MENTION);
              assertThat(notify.position()).isEqualTo(said);
              assertThat(notify.id()).isEqualTo(first.json().path("id").asString());
            });
    world.settle();
    assertThat(world.got).isEmpty();
    assertThat(journal(said)).containsExactlyInAnyOrder("push", "sent", "sent");
  }

  @Test
  void aPreviewShowsWhatThePersonWants() throws Exception {
    world.bob().preview = Preview.NONE;
    world.says("secret");

    Got first = world.next();
    assertThat(first.json().has("text")).isFalse();
    assertThat(first.json().has("sender")).isFalse();
    assertThat(first.json().has("group")).isFalse();
  }

  @Test
  void readingOnOneDeviceCancelsAndClears() throws Exception {
    world.says("one");
    bothDevices();
    long two = world.says("two");
    bothDevices();
    world.next(world.told);
    world.next(world.told);
    world.reads(two);

    assertThat(world.next(world.told)).isEqualTo(new Clear(NotifyWorld.GROUP, two, 0));
    world.says("three");
    Got next = world.next();
    assertThat(next.json().path("badge").asInt()).isEqualTo(1);
    assertThat(next.json().at("/cleared/0/upTo").asLong()).isEqualTo(two);
  }

  @Test
  void whoIsLookingIsToldOnlyWhenTheyHaveLookedAway() throws Exception {
    world.active.add(NotifyWorld.BOB);
    long said = world.says("hello");
    assertThat(world.next(world.told)).isInstanceOf(Notify.class);
    world.settle();
    assertThat(world.got).isEmpty();
    world.active.clear();
    world.now = world.now.plusSeconds(10);

    assertThat(bothDevices()).containsExactly("laptop", "phone");
    world.settle();
    assertThat(journal(said)).contains("wait", "push");
  }

  /// A process that was stopped meanwhile finds that the row has changed.
  @Test
  void whatIsDecidedAgainIsMarkedBefore() throws Exception {
    world.active.add(NotifyWorld.BOB);
    world.says("hello");
    world.settle();
    BlockingQueue<OutboxRow> decided = new LinkedBlockingQueue<>();
    world.whenAsked =
        () ->
            decided.addAll(
                world.outbox.due(OutboxRow.Lane.PUSH, world.now.plus(Duration.ofDays(1)), 10));
    world.active.clear();
    world.now = world.now.plusSeconds(10);

    assertThat(world.next(decided).isSending()).isTrue();
    assertThat(bothDevices()).containsExactly("laptop", "phone");
  }

  @Test
  void whatCannotBeDecidedIsDecidedSoonAgain() throws Exception {
    world.active.add(NotifyWorld.BOB);
    world.says("hello");
    world.settle();
    BlockingQueue<Boolean> asked = new LinkedBlockingQueue<>();
    world.whenAsked =
        () -> {
          world.whenAsked = () -> {};
          asked.add(true);
          throw new People.Unavailable(new IllegalStateException("away"));
        };
    world.active.clear();
    world.now = world.now.plusSeconds(10);
    assertThat(world.next(asked)).isTrue();
    world.settle();
    world.now = world.now.plusSeconds(3);

    assertThat(bothDevices()).containsExactly("laptop", "phone");
  }

  @Test
  void whoReadsMeanwhileIsNotTold() throws Exception {
    world.active.add(NotifyWorld.BOB);
    long said = world.says("hello");
    world.settle();
    assertThat(world.outbox.size()).isEqualTo(1);
    world.reads(said);
    world.settle();
    assertThat(world.outbox.size()).as("what waits is cancelled").isZero();
    world.active.clear();
    world.now = world.now.plusSeconds(10);
    world.settle();

    assertThat(world.got).isEmpty();
    assertThat(lastVerdict(said)).isEqualTo(Verdict.READ);
  }

  @Test
  void whoLeavesMeanwhileIsNotTold() throws Exception {
    world.active.add(NotifyWorld.BOB);
    long said = world.says("hello");
    world.settle();
    world.bob().member = false;
    world.log.append(new MemberLeft(NotifyWorld.GROUP, NotifyWorld.BOB, world.now));
    world.settle();

    assertThat(world.outbox.size()).isZero();
    assertThat(lastVerdict(said)).isEqualTo(Verdict.NOT_A_MEMBER);
  }

  /// Something changes while a push waits for a push service that is away.
  private void changesWhileItWaits(Runnable change, Verdict verdict) throws Exception {
    world.service = _ -> new PushOutcome.Failed(Duration.ofMinutes(1));
    long said = world.says("hello");
    world.settle();
    change.run();
    world.service = _ -> new PushOutcome.Sent();
    world.now = world.now.plusSeconds(61);
    world.settle();

    assertThat(world.got).isEmpty();
    assertThat(lastVerdict(said)).isEqualTo(verdict);
  }

  @Test
  void whoWasRemovedMeanwhileIsNotTold() throws Exception {
    changesWhileItWaits(() -> world.bob().member = false, Verdict.NOT_A_MEMBER);
  }

  @Test
  void whoHasBlockedTheAuthorMeanwhileIsNotTold() throws Exception {
    changesWhileItWaits(() -> world.bob().blocked = true, Verdict.BLOCKED);
  }

  @Test
  void whoHasMutedMeanwhileIsNotTold() throws Exception {
    changesWhileItWaits(
        () -> world.bob().mutedUntil = world.now.plus(Duration.ofDays(1)), Verdict.MUTED);
  }

  @Test
  void whatWasDeletedMeanwhileIsNotTold() throws Exception {
    changesWhileItWaits(() -> world.deletes(0), Verdict.DELETED);
  }

  @Test
  void aDeviceThatWasRemovedMeanwhileIsNotTold() throws Exception {
    world.service = _ -> new PushOutcome.Failed(Duration.ofMinutes(1));
    world.says("hello");
    world.settle();
    world.bob().devices = List.of(NotifyWorld.device("laptop"));
    world.service = _ -> new PushOutcome.Sent();
    world.now = world.now.plusSeconds(61);

    assertThat(world.next().device()).isEqualTo("laptop");
    world.settle();
    assertThat(world.got).isEmpty();
  }

  @Test
  void aNewEmptyOutboxTellsNothingOld() throws Exception {
    for (int i = 0; i < 100; i++) {
      world.says("old");
    }
    world.settle();
    world.stop();
    world.got.clear();
    world.startAgain(folder.resolve("two"));
    long said = world.says("new");

    assertThat(world.next().json().path("position").asLong()).isEqualTo(said);
    world.settle();
    assertThat(world.got).hasSize(1);
  }

  @Test
  void whatHappenedWhileItWasStoppedIsToldOnceIfItIsNotOld() throws Exception {
    world.settle();
    world.stop();
    world.says("older than a day");
    world.now = world.now.plus(Duration.ofHours(25));
    long said = world.says("now");
    world.startAgain();

    assertThat(world.next().json().path("position").asLong()).isEqualTo(said);
    assertThat(world.next().json().path("position").asLong()).isEqualTo(said);
    world.settle();
    assertThat(world.got).isEmpty();
  }

  /// The process ends between the answer of the push service and the mark.
  @Test
  void aCrashBetweenTheAnswerAndTheMarkIsShownOnce() throws Exception {
    world.bob().devices = List.of(NotifyWorld.device("phone"));
    for (int round = 0; round < 5; round++) {
      CountDownLatch sent = new CountDownLatch(1);
      CountDownLatch crashed = new CountDownLatch(1);
      world.service =
          _ -> {
            sent.countDown();
            try {
              boolean unused = crashed.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("the process is gone");
          };
      long said = world.says("hello " + round);
      assertThat(sent.await(20, TimeUnit.SECONDS)).isTrue();
      String topic = new Topics(secret()).of("bob~group~" + said);
      // What was marked before is all that the next process finds.
      Path copy = folder.resolve("after-" + round);
      world.outboxCopy(copy);
      crashed.countDown();
      world.stop();
      world.service = _ -> new PushOutcome.Sent();
      world.startAgain(copy);

      Got again = world.next();
      assertThat(again.topic()).isEqualTo(topic);
      assertThat(again.json().path("tag").asString()).isEqualTo(topic);
      world.settle();
      assertThat(world.got).isEmpty();
      assertThat(world.outbox.size()).isZero();
    }
  }

  private static info.powow.identity.InstallationSecret secret() {
    return info.powow.identity.InstallationSecret.of(
        java.util.Base64.getEncoder().encodeToString(new byte[32]), null);
  }

  @Test
  void aDeviceThatIsGoneIsPrunedAndOneThatIsRefusedIsNot() throws Exception {
    world.service =
        got -> got.device().equals("phone") ? new PushOutcome.Gone() : new PushOutcome.Refused(403);
    world.says("hello");

    assertThat(world.next(world.pruned).value()).isEqualTo("phone");
    world.settle();
    for (int minutes = 0; minutes < 60; minutes += 5) {
      world.now = world.now.plus(Duration.ofMinutes(5).plusSeconds(1));
      world.settle();
    }
    assertThat(world.pruned).isEmpty();
    // An hour later the operators have mended it.
    world.service = _ -> new PushOutcome.Sent();
    world.now = world.now.plus(Duration.ofMinutes(6));
    assertThat(world.next().device()).isEqualTo("laptop");
  }

  @Test
  void whatIsTooLongIsSentWithoutItsText() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    world.bob().devices = List.of(NotifyWorld.device("phone"));
    world.service =
        _ -> asked.getAndIncrement() == 0 ? new PushOutcome.TooLarge() : new PushOutcome.Sent();
    world.says("x".repeat(400));

    Got got = world.next();
    assertThat(got.json().has("text")).isFalse();
    assertThat(got.json().path("position").asLong()).isZero();
  }

  @Test
  void editingAndDeletingReplaceWhatIsShown() throws Exception {
    long said = world.says("helo");
    Got first = world.next();
    world.next();
    world.settle();
    world.edits(said, "hello", null);
    Got edited = world.next();
    world.next();
    world.settle();
    world.deletes(said);
    Got deleted = world.next();

    assertThat(edited.json().path("text").asString()).isEqualTo("hello");
    assertThat(edited.json().path("edited").asBoolean()).isTrue();
    assertThat(deleted.type()).isEqualTo("deleted");
    assertThat(deleted.json().has("text")).isFalse();
    assertThat(List.of(edited.topic(), deleted.topic())).containsOnly(first.topic());
  }

  /// What is decided meanwhile is not skipped: its events come again.
  @Test
  void anOutboxThatIsAwayForAMomentLosesNothing() throws Exception {
    long said = world.says("helo");
    bothDevices();
    world.settle();
    world.outboxFails.add("journal");
    world.edits(said, "hello", null);

    assertThat(world.next().json().path("text").asString()).isEqualTo("hello");
    assertThat(world.outboxFails).isEmpty();
  }

  @Test
  void anEditTellsOnlyWhoIsNewlyMentioned() throws Exception {
    world.bob().level = Level.MENTIONS;
    long said = world.says("hello");
    world.settle();
    assertThat(world.got).isEmpty();
    world.edits(said, "hello Bob", List.of(NotifyWorld.BOB));
    assertThat(bothDevices()).hasSize(2);
    world.settle();
    world.edits(said, "hello, Bob", List.of(NotifyWorld.BOB));

    // It replaces what is shown, and tells nobody anew.
    assertThat(world.next().json().path("edited").asBoolean()).isTrue();
  }

  @Test
  void afterQuietHoursThereIsOneSummary() throws Exception {
    world.bob().quiet =
        new OpeningHours(
            ZoneId.of("UTC"),
            List.of(
                new OpeningHours.Weekly(
                    EnumSet.allOf(DayOfWeek.class), LocalTime.of(9, 0), LocalTime.of(12, 0))),
            List.of());
    world.says("one");
    world.says("two");
    long three = world.says("three");
    world.settle();
    assertThat(world.got).isEmpty();
    world.now = world.now.plus(Duration.ofHours(2));

    Got summary = world.next();
    assertThat(summary.type()).isEqualTo("summary");
    assertThat(summary.json().path("count").asInt()).isEqualTo(3);
    assertThat(summary.json().path("position").asLong()).isEqualTo(three);
    world.next();
    world.settle();
    assertThat(world.got).isEmpty();
  }

  @Test
  void aKeywordIsAReason() throws Exception {
    world.bob().level = Level.KEYWORDS;
    world.bob().keywords = List.of(new Tag("ladder"));
    long no = world.says("hello");
    world.says("Who has a ladder?");

    assertThat(world.next().json().path("reason").asString()).isEqualTo("keyword");
    world.settle();
    assertThat(lastVerdict(no)).isEqualTo(Verdict.LEVEL);
  }

  @ParameterizedTest
  @EnumSource(names = {"APNS", "FCM"})
  void anAppGetsAnIdAndAsksWhatToShow(DeviceKind kind) throws Exception {
    world.bob().devices = List.of(NotifyWorld.app(kind));
    long said = world.says("Who has a ladder?", NotifyWorld.BOB);

    AppPush push = world.next(world.woken);
    assertThat(push.urgent()).isTrue();
    assertThat(push.expires()).isEqualTo(world.now.plus(Duration.ofDays(1)));
    assertThat(push.id() + push.tag()).doesNotContain("group", "bob", "ladder");

    PushContent content = world.deliveries().content(NotifyWorld.BOB, push.id());
    assertThat(content.type()).isEqualTo("message");
    assertThat(content.tag()).isEqualTo(push.tag());
    assertThat(content.conversationId()).isEqualTo(NotifyWorld.GROUP);
    assertThat(content.position()).isEqualTo(said);
    assertThat(content.text()).isEqualTo("Who has a ladder?");
    assertThat(content.reason()).isEqualTo(Relevance.MENTION);
    assertThat(content.badge()).isEqualTo(1);
    world.settle();
    assertThat(journal(said)).containsExactlyInAnyOrder("push", "sent");
    assertThat(world.got).isEmpty();
  }

  @Test
  void whatAnAppAsksForIsDecidedAgain() throws Exception {
    world.bob().devices = List.of(NotifyWorld.app(DeviceKind.APNS));
    long said = world.says("secret");
    String id = world.next(world.woken).id();
    world.settle();

    world.bob().preview = Preview.NONE;
    assertThat(world.deliveries().content(NotifyWorld.BOB, id).text()).isNull();
    assertThat(world.deliveries().content(NotifyWorld.BOB, id).sender()).isNull();

    world.bob().blocked = true;
    assertThat(world.deliveries().content(NotifyWorld.BOB, id)).isEqualTo(PushContent.nothing(1));
    world.bob().blocked = false;
    world.reads(said);
    world.settle();
    assertThat(world.deliveries().content(NotifyWorld.BOB, id)).isEqualTo(PushContent.nothing(0));
  }

  /// On a shared phone, the push of whoever used it before shows nothing.
  @Test
  void onlyWhoItIsForLearnsWhatAPushIsAbout() throws Exception {
    world.bob().devices = List.of(NotifyWorld.app(DeviceKind.FCM));
    world.says("secret");
    String id = world.next(world.woken).id();

    assertThatThrownBy(() -> world.deliveries().content(NotifyWorld.ADA, id))
        .isInstanceOfSatisfying(
            Rejected.class, no -> assertThat(no.reason()).isEqualTo(Reason.NOT_FOUND));
    assertThatThrownBy(() -> world.deliveries().content(NotifyWorld.BOB, "unknown"))
        .isInstanceOf(Rejected.class);
  }

  /// The same tag and id: what comes twice is shown once.
  @Test
  void anEditOfWhatAnAppShowsReplacesIt() throws Exception {
    world.bob().devices = List.of(NotifyWorld.app(DeviceKind.APNS));
    long said = world.says("ladder");
    AppPush first = world.next(world.woken);
    world.settle();
    world.edits(said, "a long ladder", null);

    AppPush second = world.next(world.woken);
    assertThat(second.tag()).isEqualTo(first.tag());
    assertThat(world.deliveries().content(NotifyWorld.BOB, second.id()).edited()).isTrue();
    assertThat(world.deliveries().content(NotifyWorld.BOB, second.id()).text())
        .isEqualTo("a long ladder");
  }

  /// For an hour, Apple refuses this server. Nobody loses a device, and what is not old is sent then.
  @Test
  void aServiceThatRefusesUsForAnHourCostsNoDevice() throws Exception {
    world.bob().devices = List.of(NotifyWorld.app(DeviceKind.APNS));
    world.apps = _ -> new PushOutcome.Refused(403);
    long said = world.says("Who has a ladder?");
    for (int minutes = 0; minutes < 60; minutes += 5) {
      world.settle();
      world.now = world.now.plus(Duration.ofMinutes(5).plusSeconds(1));
    }
    world.settle();
    assertThat(world.pruned).isEmpty();
    assertThat(journal(said)).contains("refused").doesNotContain("sent", "dropped");

    world.apps = _ -> new PushOutcome.Sent();
    world.now = world.now.plus(Duration.ofMinutes(5).plusSeconds(1));
    AppPush unused = world.next(world.woken);
    world.settle();
    assertThat(journal(said)).endsWith("sent");
    assertThat(world.pruned).isEmpty();
  }

  @Test
  void anAppThatIsGoneIsPruned() throws Exception {
    world.bob().devices = List.of(NotifyWorld.app(DeviceKind.FCM));
    world.apps = _ -> new PushOutcome.Gone();
    world.says("one");

    assertThat(world.next(world.pruned).value()).isEqualTo("app");
  }

  /// The row goes: otherwise it would be tried for a day.
  @Test
  void withoutAnAccountAnAppIsNotNotifiedAndStays() throws Exception {
    world.bob().devices = List.of(NotifyWorld.app(DeviceKind.FCM));
    world.apps = _ -> new PushOutcome.Unconfigured();
    long said = world.says("one");
    world.settle();

    assertThat(journal(said)).containsExactlyInAnyOrder("push", "unconfigured");
    assertThat(world.outbox.size()).isZero();
    assertThat(world.pruned).isEmpty();
    assertThat(world.outbox.health(NotifyWorld.app(DeviceKind.FCM).id()).failingSince())
        .isNotNull();
  }
}
