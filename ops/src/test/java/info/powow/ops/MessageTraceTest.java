package info.powow.ops;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.ops.KeptMessages.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MessageTraceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final long MS = 1_000_000;
  private static final long BASE = 5_000_000 * MS;

  private final MessageTrace trace = new MessageTrace(1_024);

  private void send(String conversation, long position, long index, long tookMillis) {
    long at = BASE + index * MS;
    trace.durable(conversation, position, index, at + MS / 10, at + MS / 5, at + MS);
    trace.answered(conversation, position, at, at + MS, null);
    int slot = trace.made(conversation, position, index, at + MS, at + MS, 3);
    trace.flushed(slot, at + tookMillis * MS);
  }

  private TracedMessage find(String conversation, long position) {
    return trace.find(conversation, position, NOW.plusSeconds(1), BASE + 1_000 * MS).orElseThrow();
  }

  @Test
  void theTraceIdIsKnownToEverybodyWhoKnowsTheMessage() {
    // The beginning of `printf 'c1~7' | sha256sum`.
    assertThat(TraceId.of("c1", 7)).isEqualTo("95f68364268de5ee7a40152acf22a24d");
  }

  @Test
  void aMessageHasEachOfItsStepsAtItsTime() {
    trace.reached("projected", 7, BASE + 20 * MS);
    send("c1", 7, 8, 4);
    trace.reached("projected", 9, BASE + 30 * MS);

    TracedMessage message = find("c1", 7);

    assertThat(message.steps())
        .extracting(TracedMessage.Step::step)
        .containsExactly(
            "read",
            "decided",
            "queued",
            "fsynced",
            "receipt",
            "taken",
            "made",
            "flushed",
            "projected");
    assertThat(message.steps().getFirst().at()).isEqualTo(NOW.plusSeconds(1).minusMillis(992));
    assertThat(message.steps().getLast().afterMillis()).isEqualTo(22);
    assertThat(message.totalMillis()).isEqualTo(4);
    assertThat(message.devices()).isEqualTo(3);
    assertThat(message.logIndex()).isEqualTo(8);
  }

  private static String traceparent(String id, String flags) {
    return "00-" + id + "-" + "12".repeat(8) + "-" + flags;
  }

  @Test
  void aRefusalIsKeptIfTheServerIsTheReason() {
    String id = Objects.requireNonNull(trace.refused("/app/a", "log_unavailable", true, NOW, null));

    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(trace.kept().refusal(id).orElseThrow().code()).isEqualTo("log_unavailable");
    assertThat(trace.kept().newest(Cause.FAILED, 10))
        .extracting(KeptMessages.Kept::trace)
        .containsExactly(id);
    assertThat(trace.refused("/app/a", "blocked", false, NOW, null)).isNull();
    assertThat(MessageTrace.off().refused("/app/a", "internal", true, NOW, null)).isNull();
  }

  @Test
  void aRefusalThatTheClientFollowsHasItsTraceId() {
    String id = "ab".repeat(16);

    assertThat(trace.refused("/app/a", "blocked", false, NOW, traceparent(id, "01"))).isEqualTo(id);
    assertThat(trace.kept().refusal(id).orElseThrow().cause()).isEqualTo(Cause.REFUSED);
    // Not sampled.
    assertThat(trace.refused("/app/a", "blocked", false, NOW, traceparent(id, "00"))).isNull();
    assertThat(trace.refused("/app/b", "internal", true, NOW, traceparent(id, "01"))).isEqualTo(id);
    assertThat(trace.kept().newest(Cause.FAILED, 10)).hasSize(1);
  }

  /// A client cannot fill what is kept for operators.
  @Test
  void refusalsAreKeptUpToALimit() {
    String wanted = traceparent("ab".repeat(16), "01");
    for (int i = 0; i < 1_000; i++) {
      String unused = trace.refused("/app/a", "blocked", false, NOW, wanted);
    }

    assertThat(trace.kept().newest(Cause.REFUSED, 1_000)).hasSize(20);
    assertThat(trace.mayFollow()).isTrue();
    assertThat(trace.refused("/app/a", "internal", true, NOW, wanted)).isNotNull();
  }

  @Test
  void failuresAreKeptUpToALimit() {
    for (int i = 0; i < 1_000; i++) {
      String unused = trace.refused("/app/a", "overloaded", true, NOW, null);
    }

    assertThat(trace.kept().newest(Cause.FAILED, 1_000)).hasSize(20);
  }

  /// Where commands are decided elsewhere, the RECEIPT is the first that a node knows of a message.
  @Test
  void aNodeThatDecidesNothingNotesTheReceipt() {
    MessageTrace node = MessageTrace.ofOneNode(1_024);
    node.answered("c1", 7, BASE, BASE + 5 * MS, null);
    trace.answered("c1", 7, BASE, BASE + 5 * MS, null);

    assertThat(node.find("c1", 7, NOW, BASE + 10 * MS).orElseThrow().steps())
        .extracting(TracedMessage.Step::step)
        .containsExactly("read", "receipt");
    // A process that decides all messages takes it for a retry of an old one.
    assertThat(trace.find("c1", 7, NOW, BASE + 10 * MS)).isEmpty();
  }

  @Test
  void aNodeThatOnlyBuildsViewsKnowsWhenTheyHaveAnEvent() {
    trace.reached("projected", 7, BASE + 20 * MS);
    trace.reached("projected", 9, BASE + 30 * MS);

    assertThat(trace.progress(8, NOW, BASE + 50 * MS))
        .containsExactly(new TracedMessage.Step("projected", NOW.minusMillis(20), -20));
    assertThat(trace.progress(10, NOW, BASE + 50 * MS)).isEmpty();
  }

  @Test
  void theNewestMessagesAreFoundAndOlderOnesAreNot() {
    for (int i = 0; i < 5_000; i++) {
      send("c" + i % 37, i, i + 1, 2);
    }

    for (int i = 5_000 - 1_024; i < 5_000; i++) {
      assertThat(find("c" + i % 37, i).logIndex()).isEqualTo(i + 1);
    }
    assertThat(trace.find("c" + 3_900 % 37, 3_900, NOW, BASE)).isEmpty();
  }

  @Test
  void aMillionFastMessagesDoNotPushOutASlowOne() {
    send("slow", 1, 1, 800);
    trace.tick(NOW, BASE + 900 * MS);
    for (int i = 0; i < 1_000_000; i++) {
      send("fast", i, i + 2, 1);
    }
    trace.tick(NOW.plusSeconds(120), BASE + 120_000 * MS);

    assertThat(trace.kept().newest(Cause.SLOW, 10))
        .singleElement()
        .satisfies(kept -> assertThat(kept.conversation()).isEqualTo("slow"));
    assertThat(find("slow", 1).totalMillis()).isEqualTo(800);
  }

  @Test
  void whatIsSlowIsSlowerThanTheLastMinute() {
    for (int i = 0; i < 1_000; i++) {
      send("c", i, i + 1, 300);
    }
    assertThat(trace.kept().newest(Cause.SLOW, 2_000)).hasSize(1_000);

    trace.tick(NOW, BASE);
    send("c", 1_000, 1_001, 290);
    send("c", 1_001, 1_002, 400);

    assertThat(trace.kept().newest(Cause.SLOW, 1).getFirst().position()).isEqualTo(1_001);
    assertThat(trace.kept().newest(Cause.SLOW, 2).get(1).position()).isEqualTo(999);
  }

  @Test
  void aClientHasAFewMessagesFollowed() {
    Traceparent wanted =
        Objects.requireNonNull(
            Traceparent.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    send("c", 1, 1, 1);
    trace.answered("c", 2, BASE, BASE + MS, wanted);
    trace.tick(NOW, BASE);

    List<KeptMessages.Kept> followed = trace.kept().newest(Cause.FOLLOWED, 10);
    assertThat(followed)
        .singleElement()
        .satisfies(kept -> {
          assertThat(kept.position()).isEqualTo(2);
          assertThat(kept.traceparent()).isEqualTo(wanted.text());
          assertThat(kept.message()).isNotNull();
        });
    for (int i = 0; i < 20; i++) {
      assertThat(trace.mayFollow()).isTrue();
    }
    assertThat(trace.mayFollow()).isFalse();
    trace.tick(NOW, BASE);
    assertThat(trace.mayFollow()).isTrue();
  }

  @Test
  void aHeaderThatIsNoTraceparentIsIgnored() {
    assertThat(Traceparent.parse(null)).isNull();
    assertThat(Traceparent.parse("00-00000000000000000000000000000000-00f067aa0ba902b7-01"))
        .isNull();
    assertThat(Traceparent.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"))
        .isNull();
    assertThat(Traceparent.parse("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"))
        .isNull();
  }

  @Test
  void aRetryDoesNotChangeTheTimes() {
    send("c", 1, 1, 1);
    trace.answered("c", 1, BASE + 9_000 * MS, BASE + 9_001 * MS, null);

    assertThat(find("c", 1).steps().getLast().afterMillis()).isLessThan(5);
    trace.answered("other", 1, BASE, BASE, null);
    assertThat(trace.find("other", 1, NOW, BASE)).isEmpty();
  }

  @Test
  void progressBeforeTheOldestMarkIsUnknown() {
    ProgressMarks marks = new ProgressMarks();
    for (int i = 0; i < 40_000; i++) {
      marks.reached(i * 10L, BASE + i * 2 * MS);
    }

    assertThat(marks.timeOf(399_981)).isEqualTo(BASE + 39_999 * 2 * MS);
    assertThat(marks.timeOf(399_990)).isEqualTo(BASE + 39_999 * 2 * MS);
    assertThat(marks.timeOf(399_991)).isZero();
    assertThat(marks.timeOf(5)).isZero();
  }

  @Test
  void aCompactTimeIsRestored() {
    for (long then : new long[] {0, 1L << 41, (1L << 42) - 5, -77_777_777L}) {
      long restored = MessageClock.restore(MessageClock.compact(then), then + 3_000 * MS);
      assertThat(Math.abs(restored - then)).isLessThan(2_048);
    }
  }
}
