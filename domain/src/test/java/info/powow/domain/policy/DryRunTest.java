package info.powow.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.policy.DryRun.DryRunDay;
import info.powow.domain.policy.DryRun.DryRunHits;
import info.powow.domain.policy.DryRun.DryRunRefused;
import info.powow.domain.policy.DryRun.DryRunResult;
import info.powow.domain.policy.DryRun.DryRunSample;
import info.powow.domain.policy.PolicyRules.Rule;
import info.powow.domain.refusal.CommandRefused;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DryRunTest {
  private static final ConversationId GROUP = new ConversationId("g");
  private static final ConversationId OTHER = new ConversationId("h");
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final Instant START = Instant.parse("2026-11-24T23:59:55Z");

  private long index;

  private static MessageSent sent(ConversationId where, PersonId who, String text, long millis) {
    return new MessageSent(
        where,
        new CommandKey("k"),
        who,
        text,
        List.of(),
        List.of(),
        null,
        List.of(),
        START.plusMillis(millis));
  }

  private DryRunResult run(PolicyRules rules, ConversationEvent... events) {
    return run(rules, false, events);
  }

  /// The position of an event is its index.
  private DryRunResult run(PolicyRules rules, boolean cascading, ConversationEvent... events) {
    DryRun run = new DryRun(rules, cascading);
    for (ConversationEvent event : events) {
      index++;
      run.add(index, index, event, true, false);
    }
    return run.result();
  }

  private static PolicyRules rules(
      @Nullable Integer slow, @Nullable Integer perMinute, @Nullable Integer bytes) {
    return new PolicyRules(slow, perMinute, bytes);
  }

  @Test
  void slowModeRefusesWhatComesTooSoonInTheSameGroup() {
    DryRunResult result =
        run(
            rules(10, null, null),
            sent(GROUP, ADA, "one", 0),
            sent(GROUP, ADA, "exactly ten seconds later", 10_000),
            sent(GROUP, ADA, "too soon", 19_999),
            sent(GROUP, BOB, "somebody else", 20_000),
            sent(OTHER, ADA, "somewhere else", 20_000));

    assertThat(result)
        .isEqualTo(
            new DryRunResult(
                5,
                1,
                0,
                0,
                1,
                List.of(new DryRunHits(Rule.SLOW_MODE, 1, 1)),
                List.of(new DryRunDay(LocalDate.of(2026, 11, 25), Map.of(Rule.SLOW_MODE, 1L))),
                List.of(new DryRunSample(Rule.SLOW_MODE, 3)),
                List.of()));
  }

  /// The second message would have been refused, and still counts as what was sent before the third.
  @Test
  void itIsMarginal() {
    DryRunResult result =
        run(
            rules(10, null, null),
            sent(GROUP, ADA, "one", 0),
            sent(GROUP, ADA, "two", 6_000),
            sent(GROUP, ADA, "three", 12_000));

    assertThat(result.refused()).isEqualTo(2);
    assertThat(result.days()).hasSize(1);
  }

  /// The same messages: the second one was not sent, so the third one comes in time.
  @Test
  void ifItCascadesWhatWouldHaveBeenRefusedMakesNobodyWait() {
    DryRunResult result =
        run(
            rules(10, null, null),
            true,
            sent(GROUP, ADA, "one", 0),
            sent(GROUP, ADA, "two", 6_000),
            sent(GROUP, ADA, "three", 12_000));

    assertThat(result.samples()).containsExactly(new DryRunSample(Rule.SLOW_MODE, 2));

    DryRunResult perMinute =
        run(
            rules(null, 1, null),
            true,
            sent(GROUP, BOB, "one", 0),
            sent(GROUP, BOB, "two", 50_000),
            sent(GROUP, BOB, "three", 61_000));
    assertThat(perMinute.refused()).isEqualTo(1);
  }

  @Test
  void ifItCascadesWhatBuildsOnAMessageThatWasNotSentIsLeftOut() {
    PolicyRules rules = rules(10, null, null);
    ConversationEvent[] events = {
      sent(GROUP, ADA, "one", 0),
      sent(GROUP, ADA, "refused", 1),
      new MessageEdited(GROUP, 2, "edited", null, ADA, START.plusMillis(2)),
      new ReactionAdded(GROUP, 2, "👍", BOB, START.plusMillis(3)),
      answer(BOB, 2, 4),
      answer(ADA, 5, 20_000),
      answer(BOB, 1, 20_000)
    };

    DryRunResult cascading = run(rules, true, events);
    assertThat(cascading.messages()).isEqualTo(3);
    assertThat(cascading.refused()).isEqualTo(1);
    assertThat(cascading.leftOut()).isEqualTo(4);
    index = 0;
    DryRunResult marginal = run(rules, false, events);
    assertThat(marginal.messages()).isEqualTo(6);
    assertThat(marginal.leftOut()).isZero();
  }

  private static MessageSent answer(PersonId who, long replyTo, long millis) {
    return new MessageSent(
        GROUP,
        new CommandKey("k"),
        who,
        "answer",
        List.of(),
        List.of(),
        replyTo,
        List.of(),
        START.plusMillis(millis));
  }

  @Test
  void whatWasRefusedAtTheTimeIsCounted() {
    DryRun run = new DryRun(rules(10, null, null), false);
    run.add(new CommandRefused(ADA, "SendMessage", Reason.TEXT_TOO_LONG, GROUP, 3, START));
    run.add(new CommandRefused(BOB, "SendMessage", Reason.TEXT_TOO_LONG, OTHER, 1, START));
    run.add(new CommandRefused(BOB, "message", Reason.TOO_MANY_REQUESTS, null, 9, START));

    assertThat(run.result().refusedThen())
        .containsExactly(
            new DryRunRefused("message", "too_many_requests", 9, 1),
            new DryRunRefused("SendMessage", "text_too_long", 4, 2));
  }

  @Test
  void slowModeIsForGroups() {
    DirectOpened opened = new DirectOpened(GROUP, ADA, List.of(ADA, BOB), START);

    DryRunResult result =
        run(rules(10, null, null), opened, sent(GROUP, ADA, "one", 0), sent(GROUP, ADA, "two", 1));

    assertThat(result.messages()).isEqualTo(2);
    assertThat(result.refused()).isZero();
  }

  @Test
  void messagesPerMinuteCountInAllConversations() {
    DryRunResult result =
        run(
            rules(null, 2, null),
            sent(GROUP, ADA, "one", 0),
            sent(OTHER, ADA, "two", 1_000),
            sent(GROUP, ADA, "three", 59_999),
            sent(GROUP, ADA, "a minute after the first two", 120_000),
            sent(GROUP, BOB, "one", 120_001));

    assertThat(result.samples()).containsExactly(new DryRunSample(Rule.MESSAGES_PER_MINUTE, 3));
  }

  @Test
  void textsAreMeasuredInUtf8AlsoWhenTheyAreEdited() {
    MessageEdited edited =
        new MessageEdited(GROUP, 0, "longer than that", null, ADA, START.plusMillis(2));

    DryRunResult result =
        run(rules(null, null, 4), sent(GROUP, ADA, "ääa", 0), sent(GROUP, ADA, "four", 1), edited);

    assertThat(result.samples())
        .containsExactly(
            new DryRunSample(Rule.TEXT_LENGTH, 1), new DryRunSample(Rule.TEXT_LENGTH, 3));
  }

  @Test
  void anErasedTextCannotBeJudged() {
    DryRun run = new DryRun(rules(10, null, 3), false);
    run.add(1, 1, sent(GROUP, ADA, "", 0), true, true);
    run.add(2, 2, sent(GROUP, ADA, "", 1), true, true);

    assertThat(run.result().undecidable()).isEqualTo(2);
    assertThat(run.result().refused()).as("slow mode needs no text").isEqualTo(1);
  }

  @Test
  void whatWasBeforeTheReplayIsNotJudgedAndStillCounts() {
    DryRun run = new DryRun(rules(10, null, null), false);
    run.add(1, 1, sent(GROUP, ADA, "before", 0), false, false);
    run.add(2, 2, sent(GROUP, ADA, "then", 1), true, false);

    assertThat(run.result().messages()).isEqualTo(1);
    assertThat(run.result().refused()).isEqualTo(1);
  }

  @Test
  void noRulesAreNoQuestion() {
    assertThatThrownBy(() -> rules(null, null, null)).isInstanceOf(Rejected.class);
    assertThatThrownBy(() -> rules(0, null, null)).isInstanceOf(Rejected.class);
  }
}
