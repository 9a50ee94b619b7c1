package info.powow.notify.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import info.powow.domain.PersonId;
import info.powow.notify.outbox.OutboxRow.Lane;
import info.powow.projection.embedded.EmbeddedMongo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MongoOutboxIT extends OutboxConformance {
  private @Nullable EmbeddedMongo server;
  private String uri = "";

  @Override
  Outbox open() {
    if (server == null) {
      server = EmbeddedMongo.start();
      uri = server.uri();
    }
    return MongoOutbox.at(uri, Duration.ofSeconds(10));
  }

  @Override
  void overwrite(String key, byte[] stored) {
    try (MongoClient client = MongoClients.create(uri)) {
      assertThat(
              client
                  .getDatabase("powow_notify")
                  .getCollection("rows")
                  .updateOne(
                      Filters.eq("_id", key),
                      new Document("$set", new Document("json", new Binary(stored))))
                  .getMatchedCount())
          .isEqualTo(1);
    }
  }

  @Test
  void aDatabaseThatIsAwayIsUnavailable() {
    Objects.requireNonNull(server).close();
    server = null;
    PersonId bob = new PersonId("bob");
    try (Outbox away = MongoOutbox.at(uri, Duration.ofMillis(100))) {
      assertThatThrownBy(() -> away.tray(bob)).isInstanceOf(Outbox.Unavailable.class);
      assertThatThrownBy(() -> away.due(Lane.PUSH, Instant.EPOCH, 1))
          .isInstanceOf(Outbox.Unavailable.class);
      assertThatThrownBy(() -> away.count("c", "sent")).isInstanceOf(Outbox.Unavailable.class);
      assertThatThrownBy(() -> away.commit(List.of(), List.of()))
          .isInstanceOf(Outbox.Unavailable.class);
    }
  }

  /// Suspends a follower before one of its writes. Meanwhile, another one takes over, processes the
  /// same events, and sends.
  private void stoppedBefore(String command, String collection) {
    Runnable[] meanwhile = {() -> {}};
    CommandListener stops =
        new CommandListener() {
          @Override
          public void commandStarted(CommandStartedEvent event) {
            BsonDocument sent = event.getCommand();
            if (event.getCommandName().equals(command)
                && sent.getString(command).getValue().equals(collection)) {
              Runnable once = meanwhile[0];
              meanwhile[0] = () -> {};
              once.run();
            }
          }
        };
    Tray newest = Tray.EMPTY.with(CHAT, 7).with(CHAT, 8);
    try (Outbox next = open();
        Outbox stopped = MongoOutbox.at(uri, Duration.ofSeconds(10), stops)) {
      long old = next.nextEpoch();
      assertThat(stopped.follow(old)).isNull();
      stopped.commit(followed(old, 17, Tray.EMPTY));
      meanwhile[0] =
          () -> {
            long claim = next.nextEpoch();
            assertThat(next.follow(claim)).isEqualTo(new Outbox.Position("epoch", 17));
            next.commit(followed(claim, 20, newest, row("a", NOW), row("b", NOW)));
            next.due(Lane.PUSH, NOW, 10)
                .forEach(row -> assertThat(next.replace(row, null)).isTrue());
            next.commit(followed(claim, 21, Tray.EMPTY));
          };

      assertThatThrownBy(
              () -> stopped.commit(followed(old, 18, Tray.EMPTY.with(CHAT, 7), row("a", NOW))))
          .isInstanceOf(Outbox.Superseded.class);
      assertThat(next.position()).isEqualTo(new Outbox.Position("epoch", 21));
      assertThat(next.tray(BOB)).isEqualTo(Tray.EMPTY);
      assertThat(next.due(Lane.PUSH, NOW, 10)).isEmpty();
      assertThat(next.size()).isZero();
    }
  }

  @Test
  void whoIsStoppedBeforeItsRowsMakesNothingDueAgain() {
    stoppedBefore("insert", "rows");
  }

  @Test
  void whoIsStoppedBeforeItsTraysWritesNone() {
    stoppedBefore("update", "trays");
  }

  @Test
  void whoIsStoppedBeforeThePositionDoesNotWriteIt() {
    stoppedBefore("update", "state");
  }

  /// Ends once after the rows of a batch, and before its trays and the position.
  private Outbox endsAfterRows() {
    AtomicBoolean ended = new AtomicBoolean();
    return MongoOutbox.at(
        uri,
        Duration.ofSeconds(10),
        new CommandListener() {
          @Override
          public void commandStarted(CommandStartedEvent event) {
            if (event.getCommandName().equals("update")
                && event.getCommand().getString("update").getValue().equals("trays")
                && !ended.getAndSet(true)) {
              // The driver catches any exception.
              throw new AssertionError("ended");
            }
          }
        });
  }

  /// Its rows follow from something else, too, which the next follower does not decide again.
  @Test
  void whatFollowsFromARowIsDueWhateverBecomesOfABatchWithTheSameKey() {
    try (Outbox next = open();
        Outbox ended = endsAfterRows()) {
      long first = next.nextEpoch();
      assertThat(next.follow(first)).isNull();
      next.commit(followed(first, 17, Tray.EMPTY));
      long old = next.nextEpoch();
      assertThat(ended.follow(old)).isNotNull();
      assertThatThrownBy(() -> ended.commit(followed(old, 18, Tray.EMPTY, row("a", NOW))))
          .hasMessage("ended");
      long claim = next.nextEpoch();
      assertThat(next.follow(claim)).isNotNull();
      assertThat(next.due(Lane.PUSH, NOW, 10)).isEmpty();

      next.commit(List.of(row("a", NOW)), List.of());
      next.commit(followed(claim, 30, Tray.EMPTY));

      assertThat(next.due(Lane.PUSH, NOW, 10)).extracting(OutboxRow::key).containsExactly("a");
    }
  }

  @Test
  void aCommittedRowStaysDueWhenALaterBatchWithTheSameKeyIsNeverCommitted() {
    try (Outbox next = open();
        Outbox ended = endsAfterRows()) {
      long first = next.nextEpoch();
      assertThat(next.follow(first)).isNull();
      next.commit(followed(first, 17, Tray.EMPTY, row("a", NOW)));
      long old = next.nextEpoch();
      assertThat(ended.follow(old)).isNotNull();
      assertThatThrownBy(() -> ended.commit(followed(old, 18, Tray.EMPTY, row("a", NOW))))
          .hasMessage("ended");
      long claim = next.nextEpoch();
      assertThat(next.follow(claim)).isEqualTo(new Outbox.Position("epoch", 17));
      next.commit(followed(claim, 30, Tray.EMPTY));

      assertThat(next.due(Lane.PUSH, NOW, 10)).extracting(OutboxRow::key).containsExactly("a");
    }
  }

  /// The second attempt was smaller, and the next follower begins behind it.
  @Test
  void aRowOfAnAttemptThatFailedBelongsToTheAttemptThatSucceeded() {
    try (Outbox next = open();
        Outbox ended = endsAfterRows()) {
      long old = next.nextEpoch();
      assertThat(ended.follow(old)).isNull();
      assertThatThrownBy(() -> ended.commit(followed(old, 20, Tray.EMPTY, row("a", NOW))))
          .hasMessage("ended");
      ended.commit(followed(old, 19, Tray.EMPTY, row("a", NOW)));
      long claim = next.nextEpoch();
      assertThat(next.follow(claim)).isEqualTo(new Outbox.Position("epoch", 19));
      next.commit(followed(claim, 30, Tray.EMPTY));

      assertThat(next.due(Lane.PUSH, NOW, 10)).extracting(OutboxRow::key).containsExactly("a");
    }
  }

  /// It ended after its rows and before the position. Whoever follows next decides the same.
  @Test
  void rowsOfAFollowerThatEndedInBetweenAreDueOnce() {
    try (Outbox next = open();
        Outbox ended = endsAfterRows()) {
      long first = next.nextEpoch();
      assertThat(next.follow(first)).isNull();
      next.commit(followed(first, 17, Tray.EMPTY));
      long old = next.nextEpoch();
      assertThat(ended.follow(old)).isNotNull();
      assertThatThrownBy(() ->
              ended.commit(followed(old, 18, Tray.EMPTY, row("a", NOW), row("undecided", NOW))))
          .hasMessage("ended");
      long claim = next.nextEpoch();
      assertThat(next.follow(claim)).isEqualTo(new Outbox.Position("epoch", 17));
      assertThat(next.due(Lane.PUSH, NOW, 10)).as("not decided by the new follower").isEmpty();
      next.commit(followed(claim, 19, Tray.EMPTY, row("a", NOW), row("b", NOW)));

      assertThat(next.due(Lane.PUSH, NOW, 10)).extracting(OutboxRow::key).containsExactly("a", "b");
      assertThat(next.size()).isEqualTo(2);
    }
  }

  /// Otherwise nothing would be sent until the new follower has passed their batch.
  @Test
  void voidRowsThatMayBecomeValidAgainHideNothing() {
    try (Outbox next = open();
        Outbox ended = endsAfterRows()) {
      long first = next.nextEpoch();
      assertThat(next.follow(first)).isNull();
      next.commit(followed(first, 17, Tray.EMPTY));
      long old = next.nextEpoch();
      assertThat(ended.follow(old)).isNotNull();
      OutboxRow[] uncommitted =
          IntStream.range(0, 30)
              .mapToObj(i -> row("void" + i, NOW.minusSeconds(1)))
              .toArray(OutboxRow[]::new);
      assertThatThrownBy(() -> ended.commit(followed(old, 50, Tray.EMPTY, uncommitted)))
          .hasMessage("ended");
      long claim = next.nextEpoch();
      assertThat(next.follow(claim)).isNotNull();
      next.commit(followed(claim, 18, Tray.EMPTY, row("a", NOW)));

      assertThat(next.due(Lane.PUSH, NOW, 10)).extracting(OutboxRow::key).containsExactly("a");
      assertThat(next.size()).isEqualTo(1);
      next.commit(followed(claim, 60, Tray.EMPTY, row("void3", NOW)));
      assertThat(next.due(Lane.PUSH, NOW, 10))
          .extracting(OutboxRow::key)
          .containsExactly("void3", "a");
      assertThat(next.due(Lane.PUSH, NOW.plus(Duration.ofMinutes(2)), 10)).hasSize(2);
      try (MongoClient client = MongoClients.create(uri)) {
        assertThat(client.getDatabase("powow_notify").getCollection("rows").countDocuments())
            .as("the others are removed once they are passed")
            .isEqualTo(2);
      }
    }
  }

  /// It is suspended while the log is replaced, and writes its rows late.
  @Test
  void rowsOfAnOldLogThatComeLateAreVoid() {
    Runnable[] meanwhile = {() -> {}};
    CommandListener stops =
        new CommandListener() {
          @Override
          public void commandStarted(CommandStartedEvent event) {
            if (event.getCommandName().equals("insert")
                && event.getCommand().getString("insert").getValue().equals("rows")) {
              Runnable once = meanwhile[0];
              meanwhile[0] = () -> {};
              once.run();
            }
          }
        };
    try (Outbox next = open();
        Outbox stopped = MongoOutbox.at(uri, Duration.ofSeconds(10), stops)) {
      long old = next.nextEpoch();
      assertThat(stopped.follow(old)).isNull();
      stopped.commit(followed(old, 500, Tray.EMPTY));
      meanwhile[0] =
          () -> {
            long claim = next.nextEpoch();
            assertThat(next.follow(claim)).isNotNull();
            next.commit(followed(claim, 5, Tray.EMPTY));
            next.commit(followed(claim, 6, Tray.EMPTY, row("b", NOW)));
          };
      assertThatThrownBy(() -> stopped.commit(followed(old, 501, Tray.EMPTY, row("a", NOW))))
          .isInstanceOf(Outbox.Superseded.class);

      assertThat(next.due(Lane.PUSH, NOW, 10)).extracting(OutboxRow::key).containsExactly("b");
      assertThat(next.size()).isEqualTo(1);
    }
  }

  /// What is due is read in the order of an index, and so is what a process that has ended was
  /// sending.
  @Test
  void rowsAreReadByAnIndex() {
    try (Outbox outbox = open();
        MongoClient client = MongoClients.create(uri)) {
      assertThat(outbox.due(Lane.PUSH, Instant.EPOCH, 1)).isEmpty();
      List<List<String>> indexes = new ArrayList<>();
      client
          .getDatabase("powow_notify")
          .getCollection("rows")
          .listIndexes()
          .forEach(index -> indexes.add(List.copyOf(index.get("key", Document.class).keySet())));

      assertThat(indexes)
          .contains(List.of("lane", "segment", "due", "_id"), List.of("segment", "epoch"));
    }
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }
}
