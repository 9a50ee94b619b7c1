package info.powow.notify.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.notification.Relevance;
import info.powow.domain.notification.Verdict;
import info.powow.notify.outbox.OutboxRow.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every outbox keeps to.
abstract class OutboxConformance {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  static final PersonId BOB = new PersonId("bob");
  static final ConversationId CHAT = new ConversationId("chat");
  private static final DeviceId PHONE = new DeviceId("phone");

  private Outbox outbox;

  /// The same store each time, as after a crash.
  abstract Outbox open();

  /// Overwrites the stored form of a row. The outbox is closed.
  abstract void overwrite(String key, byte[] stored);

  @BeforeEach
  void begin() {
    outbox = open();
  }

  @AfterEach
  void end() {
    outbox.close();
  }

  private void restart() {
    outbox.close();
    outbox = open();
  }

  static OutboxRow row(String key, Instant due) {
    return new OutboxRow(
        key, 1, OutboxRow.Kind.MESSAGE, BOB, CHAT, 7, PHONE, Relevance.MENTION, NOW, due, 0, 0);
  }

  private void overwriteClosed(String... keys) {
    outbox.close();
    for (String key : keys) {
      overwrite(key, "{\"kind\":\"of a later version\"}".getBytes(StandardCharsets.UTF_8));
    }
    outbox = open();
  }

  private static JournalEntry step(long position, Instant at) {
    return new JournalEntry(CHAT, position, BOB, at, "push", Verdict.PUSH, null, null);
  }

  @Test
  void anEmptyOutboxKnowsOfNothing() {
    assertThat(outbox.position()).isNull();
    assertThat(outbox.due(Lane.PUSH, NOW, 10)).isEmpty();
    assertThat(outbox.tray(BOB)).isEqualTo(Tray.EMPTY);
    assertThat(outbox.health(PHONE)).isEqualTo(DeviceHealth.UNKNOWN);
    assertThat(outbox.size()).isZero();
  }

  @Test
  void whatWasCommittedIsThereAfterARestart() {
    Outbox.Position position = new Outbox.Position("epoch", 17);
    long claim = newFollower();
    outbox.commit(
        new Outbox.Batch(
            List.of(row("a", NOW)),
            Map.of(),
            List.of(step(7, NOW)),
            Map.of(BOB, Tray.EMPTY.with(CHAT, 7)),
            new Outbox.Progress(claim, position)));
    outbox.save(PHONE, DeviceHealth.UNKNOWN.failed(NOW));
    restart();

    assertThat(outbox.position()).isEqualTo(position);
    assertThat(outbox.due(Lane.PUSH, NOW, 10)).containsExactly(row("a", NOW));
    assertThat(outbox.journal(CHAT, 7, BOB)).containsExactly(step(7, NOW));
    assertThat(outbox.tray(BOB)).isEqualTo(Tray.EMPTY.with(CHAT, 7));
    assertThat(outbox.health(PHONE).failingSince()).isEqualTo(NOW);
  }

  @Test
  void whatIsDueComesInItsOrderAndNotBefore() {
    outbox.commit(
        List.of(row("c", NOW.plusMillis(2)), row("a", NOW.plusMillis(1)), row("b", NOW)),
        List.of());

    assertThat(outbox.due(Lane.PUSH, NOW.minusMillis(1), 10)).isEmpty();
    assertThat(outbox.due(Lane.PUSH, NOW.plusMillis(1), 10))
        .extracting(OutboxRow::key)
        .containsExactly("b", "a");
    assertThat(outbox.due(Lane.PUSH, NOW.plusMillis(9), 2)).hasSize(2);
  }

  /// Otherwise, what was just sent would be taken for a mark that has expired, and be deleted.
  @Test
  void aRowThatChangesMeanwhileIsNotDueForWhatItWas() throws Exception {
    OutboxRow first = row("a", NOW);
    outbox.commit(List.of(first), List.of());
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> changes =
          other.submit(() -> {
            OutboxRow row = first;
            for (int i = 0; i < 2_000; i++) {
              OutboxRow next = row.later(i % 2 == 0 ? NOW.plusSeconds(60) : NOW, false);
              assertThat(outbox.replace(row, next)).isTrue();
              row = next;
            }
          });
      while (!changes.isDone()) {
        assertThat(outbox.due(Lane.PUSH, NOW, 10)).allMatch(row -> row.due().equals(NOW));
      }
      changes.get();
    }
  }

  /// A thousand mails that are due hide no push.
  @Test
  void mailAndPushesWaitApart() {
    OutboxRow mail = row("mail", NOW).as(OutboxRow.Kind.DIGEST_MAIL, NOW.minusSeconds(9));
    outbox.commit(List.of(mail, row("push", NOW)), List.of());

    assertThat(outbox.due(Lane.PUSH, NOW, 10)).extracting(OutboxRow::key).containsExactly("push");
    assertThat(outbox.due(Lane.MAIL, NOW, 10)).containsExactly(mail);
    assertThat(outbox.size()).isEqualTo(2);
    assertThat(outbox.replace(mail, null)).isTrue();
    assertThat(outbox.due(Lane.MAIL, NOW, 10)).isEmpty();
  }

  /// The events of a batch come again after a crash.
  @Test
  void theSameRowIsPutOnce() {
    outbox.commit(List.of(row("a", NOW)), List.of());
    OutboxRow sending = row("a", NOW).sending(1, NOW.plusSeconds(60));
    assertThat(outbox.replace(row("a", NOW), sending)).isTrue();
    outbox.commit(List.of(row("a", NOW)), List.of());

    assertThat(outbox.due(Lane.PUSH, NOW.plusSeconds(60), 10)).containsExactly(sending);
    assertThat(outbox.size()).isEqualTo(1);
  }

  @Test
  void whoHasSeenAnOlderVersionChangesNothing() {
    OutboxRow seen = row("a", NOW);
    outbox.commit(List.of(seen), List.of());
    OutboxRow sending = seen.sending(2, NOW.plusSeconds(60));

    assertThat(outbox.replace(seen, sending)).isTrue();
    assertThat(outbox.replace(seen, seen.sending(3, NOW))).isFalse();
    assertThat(outbox.replace(seen, null)).isFalse();
    assertThat(outbox.due(Lane.PUSH, NOW, 10)).isEmpty();
    assertThat(outbox.replace(sending, null)).isTrue();
    assertThat(outbox.replace(sending, null)).isFalse();
    assertThat(outbox.size()).isZero();
  }

  @Test
  void whatWasBeingSentWhenTheProcessEndedIsDueAgain() {
    outbox.commit(List.of(row("a", NOW), row("b", NOW)), List.of());
    long epoch = outbox.nextEpoch();
    assertThat(outbox.replace(row("a", NOW), row("a", NOW).sending(epoch, NOW.plusSeconds(60))))
        .isTrue();
    restart();

    assertThat(outbox.due(Lane.PUSH, NOW, 10)).extracting(OutboxRow::key).containsExactly("b");
    long next = outbox.nextEpoch();
    assertThat(next).isGreaterThan(epoch);
    outbox.recover(next, NOW);
    assertThat(outbox.due(Lane.PUSH, NOW, 10))
        .extracting(OutboxRow::key)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(outbox.due(Lane.PUSH, NOW, 10)).noneMatch(OutboxRow::isSending);
  }

  @Test
  void theJournalTellsMessagesAndPeopleApart() {
    outbox.commit(
        List.of(),
        List.of(
            step(1, NOW),
            step(11, NOW),
            step(1, NOW.plusSeconds(1)),
            new JournalEntry(
                CHAT, 1, new PersonId("bobby"), NOW, "nothing", Verdict.READ, null, null)));

    assertThat(outbox.journal(CHAT, 1, BOB))
        .containsExactly(step(1, NOW), step(1, NOW.plusSeconds(1)));
  }

  @Test
  void whatIsCancelledIsGoneAndSaid() {
    outbox.commit(List.of(row("a", NOW), row("b", NOW)), List.of());
    JournalEntry read = new JournalEntry(CHAT, 1, BOB, NOW, "nothing", Verdict.READ, null, null);
    JournalEntry other = new JournalEntry(CHAT, 2, BOB, NOW, "nothing", Verdict.READ, null, null);
    outbox.commit(
        new Outbox.Batch(
            List.of(), Map.of("a", read, "unknown", other), List.of(), Map.of(), null));
    restart();

    assertThat(outbox.due(Lane.PUSH, NOW, 10)).extracting(OutboxRow::key).containsExactly("b");
    assertThat(outbox.journal(CHAT, 1, BOB)).containsExactly(read);
    assertThat(outbox.journal(CHAT, 2, BOB)).isEmpty();
    assertThat(outbox.replace(row("a", NOW), null)).isFalse();
  }

  /// Two processes never take up the same row.
  @Test
  void eachRowIsInOneSegment() {
    List<OutboxRow> rows =
        IntStream.range(0, 100)
            .mapToObj(i ->
                new OutboxRow(
                    "r" + i,
                    1,
                    OutboxRow.Kind.MESSAGE,
                    new PersonId("p" + i),
                    CHAT,
                    7,
                    PHONE,
                    null,
                    NOW,
                    NOW,
                    0,
                    0))
            .toList();
    outbox.commit(rows, List.of());

    List<OutboxRow> found = new ArrayList<>();
    for (int segment = 0; segment < outbox.segments(); segment++) {
      found.addAll(outbox.due(Lane.PUSH, Set.of(segment), NOW, 1_000));
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(outbox.due(Lane.PUSH, Set.of(), NOW, 1_000)).isEmpty();
  }

  @Test
  void gatheringsThatAPersonWasNotifiedOfAreRemembered() {
    RecentGatheringNotifications notices =
        RecentGatheringNotifications.EMPTY.with(
            new RecentGatheringNotifications.Notice(
                new GatheringId("picnic"), Relevance.NEW_GATHERING, NOW));
    outbox.save(BOB, notices);
    restart();

    assertThat(outbox.notices(BOB)).isEqualTo(notices);
    assertThat(outbox.notices(new PersonId("bobby"))).isEqualTo(RecentGatheringNotifications.EMPTY);
  }

  @Test
  void rowsAreFoundByTheBeginningOfTheirKeys() {
    outbox.commit(
        List.of(row("bob~a", NOW), row("bob~b", NOW), row("bobby~a", NOW), row("bo", NOW)),
        List.of());

    assertThat(outbox.rows("bob~", 10)).containsExactly(row("bob~a", NOW), row("bob~b", NOW));
    assertThat(outbox.rows("bob~", 1)).containsExactly(row("bob~a", NOW));
    assertThat(outbox.rows("eve~", 10)).isEmpty();
  }

  @Test
  void whatIsCountedAddsUp() {
    outbox.count("c1", "sent");
    outbox.count("c1", "sent");
    outbox.count("c1", "undeliverable");
    outbox.count("c11", "sent");
    restart();

    assertThat(outbox.counts("c1")).isEqualTo(Map.of("sent", 2L, "undeliverable", 1L));
  }

  @Test
  void anEmptyTrayIsNotKept() {
    commit(Tray.EMPTY.with(CHAT, 7));
    commit(Tray.EMPTY);

    assertThat(outbox.tray(BOB)).isEqualTo(Tray.EMPTY);
  }

  private void commit(Tray tray) {
    long claim = newFollower();
    outbox.commit(
        new Outbox.Batch(
            List.of(),
            Map.of(),
            List.of(),
            Map.of(BOB, tray),
            new Outbox.Progress(claim, new Outbox.Position("epoch", 17))));
  }

  private long newFollower() {
    long claim = outbox.nextEpoch();
    Outbox.Position unused = outbox.follow(claim);
    return claim;
  }

  @Test
  void aRowThatCannotBeDecodedIsSetAsideAndItsLaneGoesOn() {
    outbox.commit(List.of(row("a", NOW.minusMillis(1)), row("b", NOW)), List.of());
    overwriteClosed("a");

    assertThat(outbox.due(Lane.PUSH, NOW, 1)).containsExactly(row("b", NOW));
    assertThat(outbox.setAside()).isEqualTo(1);
    restart();
    assertThat(outbox.due(Lane.PUSH, NOW, 10)).containsExactly(row("b", NOW));
    assertThat(outbox.setAside()).isEqualTo(1);
    assertThat(outbox.size()).isEqualTo(1);
    assertThat(outbox.replace(row("b", NOW), null)).isTrue();
    assertThat(outbox.due(Lane.PUSH, NOW, 10)).isEmpty();
  }

  /// Otherwise the process would not start.
  @Test
  void aRowThatCannotBeDecodedDisturbsNoRecovery() {
    outbox.commit(List.of(row("a", NOW), row("b", NOW)), List.of());
    long epoch = outbox.nextEpoch();
    for (String key : List.of("a", "b")) {
      assertThat(outbox.replace(row(key, NOW), row(key, NOW).sending(epoch, NOW.plusSeconds(60))))
          .isTrue();
    }
    overwriteClosed("a");
    outbox.recover(outbox.nextEpoch(), NOW);

    assertThat(outbox.due(Lane.PUSH, NOW, 10)).extracting(OutboxRow::key).containsExactly("b");
    assertThat(outbox.setAside()).isEqualTo(1);
  }

  @Test
  void aRowThatCannotBeDecodedCanBeCancelled() {
    outbox.commit(List.of(row("a", NOW), row("b", NOW)), List.of());
    overwriteClosed("a");
    JournalEntry read = new JournalEntry(CHAT, 1, BOB, NOW, "nothing", Verdict.READ, null, null);
    outbox.commit(new Outbox.Batch(List.of(), Map.of("a", read), List.of(), Map.of(), null));

    assertThat(outbox.due(Lane.PUSH, NOW, 10)).extracting(OutboxRow::key).containsExactly("b");
  }

  private void replaceLog(Outbox.Position next) {
    int many = 300;
    long old = newFollower();
    outbox.commit(
        new Outbox.Batch(
            IntStream.range(0, many).mapToObj(i -> row("old" + i, NOW.minusSeconds(9))).toList(),
            Map.of(),
            List.of(),
            Map.of(),
            new Outbox.Progress(old, new Outbox.Position("epoch", 500))));
    outbox.commit(
        List.of(row("mail", NOW).as(OutboxRow.Kind.DIGEST_MAIL, NOW), row("derived", NOW)),
        List.of());
    long claim = newFollower();
    Outbox.Progress begun = new Outbox.Progress(claim, next);
    outbox.commit(new Outbox.Batch(List.of(), Map.of(), List.of(), Map.of(), begun));
    OutboxRow again = row("old7", NOW);
    outbox.commit(
        new Outbox.Batch(
            List.of(row("new", NOW), again),
            Map.of(),
            List.of(),
            Map.of(),
            new Outbox.Progress(claim, new Outbox.Position(next.logEpoch(), next.index() + 1))));

    assertThat(outbox.due(Lane.PUSH, NOW, 256)).containsExactly(row("new", NOW), again);
    assertThat(outbox.due(Lane.MAIL, NOW, 256)).extracting(OutboxRow::key).containsExactly("mail");
    assertThat(outbox.size()).isEqualTo(3);
    // The next follower does not take it for another log again.
    long following = newFollower();
    outbox.commit(
        new Outbox.Batch(
            List.of(),
            Map.of(),
            List.of(),
            Map.of(),
            new Outbox.Progress(
                following, new Outbox.Position(next.logEpoch(), next.index() + 2))));
    assertThat(outbox.due(Lane.PUSH, NOW, 256)).hasSize(2);
  }

  @Test
  void pushesOfALogThatWasReplacedDelayNothing() {
    replaceLog(new Outbox.Position("another", 900));
  }

  @Test
  void pushesOfALogThatBecameShorterDelayNothing() {
    replaceLog(new Outbox.Position("epoch", 100));
  }

  /// An empty log has no epoch yet.
  @Test
  void theFirstEventOfALogReplacesNothing() {
    long claim = newFollower();
    outbox.commit(
        new Outbox.Batch(
            List.of(),
            Map.of(),
            List.of(),
            Map.of(),
            new Outbox.Progress(claim, new Outbox.Position("", 0))));
    outbox.commit(List.of(row("test", NOW)), List.of());
    outbox.commit(followed(claim, 1, Tray.EMPTY, row("a", NOW)));

    assertThat(outbox.due(Lane.PUSH, NOW, 10))
        .extracting(OutboxRow::key)
        .containsExactly("a", "test");
  }

  static Outbox.Batch followed(long claim, long index, Tray tray, OutboxRow... rows) {
    return new Outbox.Batch(
        List.of(rows),
        Map.of(),
        List.of(),
        Map.of(BOB, tray),
        new Outbox.Progress(claim, new Outbox.Position("epoch", index)));
  }

  @Test
  void aFollowerGoesOnWhereTheOneBeforeWas() {
    long first = outbox.nextEpoch();
    assertThat(outbox.follow(first)).isNull();
    outbox.commit(followed(first, 17, Tray.EMPTY));

    assertThat(outbox.follow(outbox.nextEpoch())).isEqualTo(new Outbox.Position("epoch", 17));
  }

  /// It was suspended, and continues as if no time had passed.
  @Test
  void aFollowerWithAnOlderClaimWritesNothing() {
    long old = newFollower();
    outbox.commit(followed(old, 17, Tray.EMPTY.with(CHAT, 7), row("a", NOW)));
    long next = newFollower();
    Tray newest = Tray.EMPTY.with(CHAT, 7).with(CHAT, 9);

    assertThatThrownBy(() -> outbox.commit(followed(old, 18, Tray.EMPTY, row("b", NOW))))
        .isInstanceOf(Outbox.Superseded.class);
    outbox.commit(followed(next, 19, newest));
    assertThatThrownBy(
            () -> outbox.commit(followed(old, 18, Tray.EMPTY.with(CHAT, 8), row("b", NOW))))
        .isInstanceOf(Outbox.Superseded.class);
    assertThatThrownBy(() -> outbox.follow(old)).isInstanceOf(Outbox.Superseded.class);
    restart();
    assertThatThrownBy(() -> outbox.commit(followed(old, 18, Tray.EMPTY)))
        .isInstanceOf(Outbox.Superseded.class);

    assertThat(outbox.position()).isEqualTo(new Outbox.Position("epoch", 19));
    assertThat(outbox.tray(BOB)).isEqualTo(newest);
    assertThat(outbox.due(Lane.PUSH, NOW, 10)).containsExactly(row("a", NOW));
  }

  @Test
  void whatAnEarlierFollowerWroteIsStillDue() {
    long old = newFollower();
    outbox.commit(followed(old, 17, Tray.EMPTY, row("a", NOW)));
    long next = newFollower();
    outbox.commit(followed(next, 18, Tray.EMPTY, row("b", NOW)));

    assertThat(outbox.due(Lane.PUSH, NOW, 10)).extracting(OutboxRow::key).containsExactly("a", "b");
  }
}
