package info.powow.projection.check;

import static info.powow.projection.Sample.ADA;
import static info.powow.projection.Sample.BOB;
import static info.powow.projection.Sample.CHAT;
import static info.powow.projection.Sample.CLEO;
import static info.powow.projection.Sample.GROUP;
import static info.powow.projection.Sample.at;
import static info.powow.projection.Sample.chat;
import static info.powow.projection.Sample.group;
import static info.powow.projection.Sample.profile;
import static info.powow.projection.Sample.read;
import static info.powow.projection.Sample.sent;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.projection.MemoryLog;
import info.powow.projection.ViewsFixture;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projection.person.PersonView;
import info.powow.projector.ProjectionCheck.Difference;
import info.powow.projector.ProjectionCheck.Kind;
import info.powow.projector.ProjectionCheck.Report;
import info.powow.projector.ProjectorOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewsCheckIT {
  private final MemoryLog log = new MemoryLog();
  private final ViewsFixture fixture = new ViewsFixture();

  @BeforeEach
  void fill() {
    log.append(profile(ADA), profile(BOB), chat(), sent(CHAT, ADA, "a secret", 1));
    log.append(group(true, BOB), new MemberJoined(GROUP, CLEO, at(2)));
    for (int i = 3; i < 150; i++) {
      log.append(sent(GROUP, i % 2 == 0 ? ADA : BOB, "said " + i, i));
    }
    log.append(
        new MessageEdited(GROUP, 3, "a secret edit", null, BOB, at(151)),
        new MessageDeleted(GROUP, 4, ADA, at(152)),
        read(GROUP, BOB, 7, 153),
        new MemberLeft(GROUP, CLEO, at(154)));
    fixture.rebuild(log, ProjectorOptions.DEFAULT.withBatch(7));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ViewsCheck check(ViewsCheck.LiveViews views) {
    return new ViewsCheck(
        fixture.store(),
        log,
        views,
        Clock.systemUTC(),
        new Random(1),
        new ViewsCheck.Limits(100, 10_000, Duration.ofMinutes(1), Duration.ZERO));
  }

  private Report report() {
    return check((_, _) -> true).check().orElseThrow();
  }

  private void plant(String collection, String id, String update) {
    var views = fixture.conversations();
    switch (collection) {
      case "conversations" ->
          views.conversations().write(List.of(ViewCollection.updating(id, json(update))));
      case "inbox" -> views.inboxes().write(List.of(ViewCollection.updating(id, json(update))));
      case "reads" -> views.reads().write(List.of(ViewCollection.updating(id, json(update))));
      case "people" ->
          fixture.people().people().write(List.of(ViewCollection.updating(id, json(update))));
      default -> throw new IllegalArgumentException(collection);
    }
  }

  private static BsonDocument json(String json) {
    return BsonDocument.parse(json);
  }

  @Test
  void viewsThatAreRightHaveNoDifference() {
    Report report = report();

    assertThat(report.differences()).isEmpty();
    assertThat(report.streams()).isEqualTo(4);
    assertThat(report.unsettled()).isZero();
    assertThat(report.index()).isEqualTo(log.head());
    assertThat(report.documents()).isGreaterThan(10);
  }

  @Test
  void aPlantedDifferenceIsFoundAndItsValueIsNotSaid() {
    plant("conversations", GROUP.value(), "{$set: {name: 'a planted name', planted: 1}}");
    plant(
        "inbox", BOB.value(), "{$set: {'conversations." + GROUP + ".joined': {$numberLong: '7'}}}");
    plant("reads", GROUP + "~" + BOB, "{$set: {upTo: {$numberLong: '1'}}}");
    plant("people", ADA.value(), "{$unset: {displayName: 1}}");

    Report report = report();

    assertThat(report.differences())
        .extracting(
            Difference::collection, Difference::document, Difference::field, Difference::kind)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(
                "conversations", GROUP.value(), "name", Kind.CHANGED),
            org.assertj.core.groups.Tuple.tuple(
                "conversations", GROUP.value(), "planted", Kind.EXTRA),
            org.assertj.core.groups.Tuple.tuple(
                "inbox", BOB.value(), "conversations." + GROUP + ".joined", Kind.CHANGED),
            org.assertj.core.groups.Tuple.tuple("reads", GROUP + "~" + BOB, "upTo", Kind.CHANGED),
            org.assertj.core.groups.Tuple.tuple(
                "people", ADA.value(), "displayName", Kind.MISSING));
    assertThat(report.toString()).doesNotContain("secret", "planted name", "Name of");
  }

  @Test
  void aDocumentThatIsMissingIsFound() {
    fixture.conversations().conversations().delete(CHAT.value());
    fixture.conversations().history().delete(CHAT + "/0");

    assertThat(report().differences())
        .allMatch(each -> each.stream().equals(CHAT.value()) && each.kind() == Kind.MISSING)
        .extracting(Difference::collection)
        .containsExactlyInAnyOrder("conversations", "history");
  }

  @Test
  void whatHappensMeanwhileIsNoDifference() {
    int[] times = {0};
    Report report =
        check(
                (_, _) -> {
                  if (times[0]++ < 2) {
                    log.append(sent(GROUP, ADA, "meanwhile", 200 + times[0]));
                    fixture.rebuild(log, ProjectorOptions.DEFAULT);
                  }
                  return true;
                })
            .check()
            .orElseThrow();

    assertThat(report.differences()).isEmpty();
    assertThat(report.streams()).isEqualTo(4);
  }

  @Test
  void viewsThatDoNotCatchUpAreNotCompared() {
    Report report = check((_, _) -> false).check().orElseThrow();

    assertThat(report.streams()).isZero();
    assertThat(report.unsettled()).isEqualTo(4);
  }

  @Test
  void nothingIsLeftBehindAndOnlyOneCheckRuns() {
    AtomicReference<ViewsCheck> itself = new AtomicReference<>();
    AtomicReference<Optional<Report>> second = new AtomicReference<>();
    ViewsCheck check =
        check((_, _) -> {
          Thread other =
              Thread.ofVirtual().start(() -> second.set(requireNonNull(itself.get()).check()));
          other.join();
          return true;
        });
    itself.set(check);

    assertThat(check.newest()).isNull();
    Report report = check.check().orElseThrow();

    assertThat(second.get()).isEmpty();
    assertThat(check.newest()).isEqualTo(report);
    assertThat(fixture.store().namesBeside("check_")).isEmpty();
  }

  @Test
  void aCheckThatFailsOrIsInterruptedLeavesNothingAndTheNextOneRuns() throws InterruptedException {
    ViewsCheck failing =
        check((_, _) -> {
          assertThat(fixture.store().namesBeside("check_")).hasSize(1);
          throw new IllegalStateException("the views are away");
        });
    assertThatThrownBy(failing::check).hasMessage("the views are away");
    assertThat(fixture.store().namesBeside("check_")).isEmpty();
    assertThat(failing.isRunning()).isFalse();

    AtomicReference<Boolean> stillInterrupted = new AtomicReference<>();
    ViewsCheck interrupted =
        check((_, _) -> {
          Thread.currentThread().interrupt();
          throw new InterruptedException();
        });
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              assertThatThrownBy(interrupted::check).hasMessage("the check was interrupted");
              stillInterrupted.set(Thread.interrupted());
            });
    thread.join();
    assertThat(stillInterrupted.get()).isTrue();
    assertThat(fixture.store().namesBeside("check_")).isEmpty();
  }

  @Test
  void whatAKilledCheckLeftBehindIsDroppedByTheNext() {
    String old = "check_" + (System.currentTimeMillis() / 1_000 - 7_200) + "_abc";
    String running = "check_" + (System.currentTimeMillis() / 1_000 - 60) + "_def";
    for (String name : List.of(old, running)) {
      fixture
          .store()
          .beside(name)
          .collection("people", PersonView.CODEC)
          .write(List.of(ViewCollection.updating("ada", json("{$set: {displayName: 'Ada'}}"))));
    }
    assertThat(fixture.store().namesBeside("check_")).containsExactlyInAnyOrder(old, running);

    report();

    assertThat(fixture.store().namesBeside("check_")).containsExactly(running);
  }

  @Test
  void anErasureInALongConversationIsNoDifference() {
    log.append(new AuthorErased(GROUP, ADA, at(160)));
    fixture.rebuild(log, ProjectorOptions.DEFAULT.withBatch(7));

    assertThat(report().differences()).isEmpty();
  }
}
