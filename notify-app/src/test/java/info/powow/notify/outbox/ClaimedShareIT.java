package info.powow.notify.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import info.powow.domain.PersonId;
import info.powow.notify.outbox.OutboxRow.Kind;
import info.powow.notify.outbox.OutboxRow.Lane;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each round is called by the test, as the thread of a process does.
@Timeout(60)
class ClaimedShareIT {
  /// Long enough that nothing expires in a test that does not wait for it.
  private static final Duration LONG = Duration.ofMinutes(10);

  private MongoServer server;
  private MongoOutbox outbox;

  @BeforeEach
  void begin() {
    server = new MongoServer(new MemoryBackend());
    outbox = MongoOutbox.at(server.bindAndGetConnectionString(), Duration.ofSeconds(10));
  }

  @AfterEach
  void end() {
    outbox.close();
    server.shutdownNow();
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

  /// As after kill -9.
  @Test
  void whatAProcessThatIsSilentWasSendingIsSentByAnother() throws Exception {
    ClaimedShare one = process("one", LONG);
    one.round();
    Instant now = Instant.parse("2026-03-01T10:00:00Z");
    OutboxRow row =
        new OutboxRow(
            "a", 1, Kind.MESSAGE, new PersonId("bob"), null, 7, null, null, now, now, 0, 0);
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
