package info.powow.notify.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import info.powow.domain.PersonId;
import info.powow.notify.outbox.OutboxRow.Kind;
import info.powow.notify.outbox.OutboxRow.Lane;
import info.powow.projection.embedded.EmbeddedMongo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each round is called by the test, as the thread of a process does.
@Timeout(60)
class ClaimedShareIT {
  /// Long enough that nothing expires in a test that does not wait for it.
  private static final Duration LONG = Duration.ofMinutes(10);

  private EmbeddedMongo server;
  private String uri = "";
  private MongoOutbox outbox;

  @BeforeEach
  void begin() {
    server = EmbeddedMongo.start();
    uri = server.uri();
    outbox = MongoOutbox.at(uri, Duration.ofSeconds(10));
  }

  @AfterEach
  void end() {
    outbox.close();
    server.close();
  }

  private ClaimedShare process(String name, Duration lease) {
    return new ClaimedShare(outbox, name, lease, Clock.systemUTC());
  }

  private static void assertDivided(ClaimedShare one, ClaimedShare two) {
    Set<Integer> both = new HashSet<>(one.segments());
    both.retainAll(two.segments());
    assertThat(both).isEmpty();
  }

  @Test
  void oneProcessTakesAll() {
    ClaimedShare one = process("one", LONG);
    assertThat(one.segments()).isEmpty();
    one.round();

    assertThat(one.segments()).isEqualTo(Outbox.all(outbox.segments()));
    assertThat(one.followsTheLog()).isTrue();
  }

  @Test
  void aSecondProcessGetsHalfAndOnlyOneFollowsTheLog() {
    ClaimedShare one = process("one", LONG);
    ClaimedShare two = process("two", LONG);
    one.round();
    two.round();
    assertThat(two.segments()).isEmpty();
    one.round();
    two.round();

    assertThat(one.segments()).hasSize(outbox.segments() / 2);
    assertThat(two.segments()).hasSize(outbox.segments() / 2);
    assertDivided(one, two);
    assertThat(one.followsTheLog()).isTrue();
    assertThat(two.followsTheLog()).isFalse();
  }

  @Test
  void aProcessThatEndsGivesBackWhatItHas() {
    ClaimedShare one = process("one", LONG);
    ClaimedShare two = process("two", LONG);
    one.round();
    two.round();
    one.close();
    assertThat(one.segments()).isEmpty();
    two.round();

    assertThat(two.segments()).isEqualTo(Outbox.all(outbox.segments()));
  }

  private static OutboxRow row(Instant due) {
    return new OutboxRow(
        "a", 1, Kind.MESSAGE, new PersonId("bob"), null, 7, null, null, due, due, 0, 0);
  }

  private OutboxRow sending(OutboxRow row, ClaimedShare by) {
    long epoch = Objects.requireNonNull(by.claims().get(row.segment(outbox.segments())));
    OutboxRow sending = row.sending(epoch, row.due().plusSeconds(60));
    outbox.commit(List.of(row), List.of());
    assertThat(outbox.replace(row, sending)).isTrue();
    return sending;
  }

  private List<OutboxRow> allRows() {
    return outbox.due(Lane.PUSH, Clock.systemUTC().instant(), 10);
  }

  /// It had no time to wait for a push service.
  @Test
  void whatAProcessThatEndsWasSendingIsDueAtOnce() {
    ClaimedShare one = process("one", LONG);
    one.round();
    OutboxRow sending = sending(row(Instant.parse("2026-03-01T10:00:00Z")), one);
    one.close();

    assertThat(allRows()).hasSize(1).noneMatch(OutboxRow::isSending);
    assertThat(outbox.replace(sending, null)).isFalse();
  }

  @Test
  void aRowThatCannotBeReadHoldsUpNoOther() throws Exception {
    ClaimedShare one = process("one", LONG);
    one.round();
    OutboxRow sending = sending(row(Instant.parse("2026-03-01T10:00:00Z")), one);
    assertThat(sending.segment(outbox.segments())).isPositive();
    try (MongoClient client = MongoClients.create(uri)) {
      var unused =
          client
              .getDatabase("powow_notify")
              .getCollection("rows")
              .insertOne(
                  new Document("_id", "broken")
                      .append("segment", 0)
                      .append("epoch", 1L)
                      .append("json", new Binary(new byte[] {1})));
    }

    ClaimedShare two = process("two", Duration.ofMillis(50));
    until(() -> {
      two.round();
      return two.segments().size() == outbox.segments();
    });
    assertThat(allRows()).hasSize(1).noneMatch(OutboxRow::isSending);
  }

  /// A beat was there when the answer came. Nobody knows whether it was there before.
  @Test
  void aSlowAnswerMakesNoClaimExpireEarly() {
    ClaimedShare one = process("one", LONG);
    one.round();
    AtomicLong time = new AtomicLong();
    AtomicLong answerTakes = new AtomicLong(LONG.toNanos() * 2 / 3);
    ClaimedShare two =
        new ClaimedShare(
            outbox, "two", LONG, Clock.systemUTC(), () -> time.getAndAdd(answerTakes.get()));
    two.round();
    two.round();
    answerTakes.set(0);
    time.set(LONG.toNanos() * 4 / 3);
    assertThat(two.segments()).isEmpty();

    time.set(LONG.toNanos() * 3);
    two.round();
    assertThat(two.segments()).isEqualTo(Outbox.all(outbox.segments()));
  }

  /// As after kill -9.
  @Test
  void whatAProcessThatIsSilentWasSendingIsSentByAnother() throws Exception {
    ClaimedShare one = process("one", LONG);
    one.round();
    Instant now = Instant.parse("2026-03-01T10:00:00Z");
    OutboxRow row = row(now);
    outbox.commit(List.of(row), List.of());
    long epoch = Objects.requireNonNull(one.claims().get(row.segment(outbox.segments())));
    assertThat(outbox.replace(row, row.sending(epoch, now.plusSeconds(60)))).isTrue();
    assertThat(outbox.due(Lane.PUSH, now, 10)).isEmpty();

    ClaimedShare two = process("two", Duration.ofMillis(50));
    until(() -> {
      two.round();
      return two.segments().size() == outbox.segments();
    });
    OutboxRow again =
        outbox.due(Lane.PUSH, two.segments(), Clock.systemUTC().instant(), 10).getFirst();
    assertThat(again.isSending()).isFalse();
    assertThat(two.claims().get(row.segment(outbox.segments()))).isGreaterThan(epoch);

    // It was only stopped. It has lost everything, and does not know the row any more.
    one.round();
    assertDivided(one, two);
    assertThat(outbox.replace(row.sending(epoch, now.plusSeconds(60)), null)).isFalse();
  }

  /// Stopped by the system, it goes on as if no time had passed.
  @Test
  void aClaimThatWasNotRenewedIsWorthNothing() throws Exception {
    ClaimedShare one = process("one", Duration.ofMillis(1));
    one.round();

    until(() -> one.segments().isEmpty());
    assertThat(one.followsTheLog()).isFalse();
  }

  private static void until(BooleanSupplier there) throws InterruptedException {
    while (!there.getAsBoolean()) {
      Thread.sleep(5);
    }
  }
}
