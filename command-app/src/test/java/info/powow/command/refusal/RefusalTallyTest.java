package info.powow.command.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.refusal.CommandRefused;
import info.powow.domain.refusal.RecordRefusals;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalTallyTest {
  private static final PersonId ADA = new PersonId("pada");
  private static final PersonId BOB = new PersonId("pbob");
  private static final ConversationId GROUP = new ConversationId("g1");
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final String SEND = "SendMessage";

  private final RefusalTally tally = new RefusalTally(20);

  private List<CommandRefused> recorded() {
    return tally.drain().stream().map(RecordRefusals::events).flatMap(List::stream).toList();
  }

  @Test
  void theSameRefusalIsOneFactWithANumber() {
    for (int i = 0; i < 1_000; i++) {
      tally.count(ADA, SEND, Reason.TEXT_TOO_LONG, GROUP, NOW.plusSeconds(i));
    }
    tally.count(BOB, SEND, Reason.FORBIDDEN_DESTINATION, GROUP, NOW);

    assertThat(recorded())
        .containsExactly(
            new CommandRefused(ADA, SEND, Reason.TEXT_TOO_LONG, GROUP, 1_000, NOW),
            new CommandRefused(BOB, SEND, Reason.FORBIDDEN_DESTINATION, GROUP, 1, NOW));
    assertThat(recorded()).isEmpty();
    assertThat(tally.dropped()).isZero();
  }

  @Test
  void whoeverInventsConversationsGetsNoMoreThanAFewFacts() {
    for (int i = 0; i < 1_000; i++) {
      tally.count(ADA, SEND, Reason.CONVERSATION_NOT_FOUND, new ConversationId("g" + i), NOW);
    }
    tally.count(BOB, SEND, Reason.FORBIDDEN_DESTINATION, GROUP, NOW);

    List<CommandRefused> facts = recorded();
    assertThat(facts).hasSize(RefusalTally.MOST_OF_A_PERSON + 1);
    assertThat(facts.stream().filter(fact -> fact.personId().equals(ADA)))
        .extracting(CommandRefused::times)
        .contains(1_000 - RefusalTally.MOST_OF_A_PERSON + 1);
    assertThat(facts.stream().mapToInt(CommandRefused::times).sum()).isEqualTo(1_001);
  }

  @Test
  void manyPeopleTogetherAreBoundedAndTheRestIsCounted() {
    for (int i = 0; i < 1_000; i++) {
      tally.count(new PersonId("p" + i), SEND, Reason.FORBIDDEN_DESTINATION, GROUP, NOW);
    }

    assertThat(recorded()).hasSize(20);
    assertThat(tally.dropped()).isEqualTo(980);
  }

  @Test
  void whatIsNotARuleIsNotCountedAndNothingIsIfItIsSwitchedOff() {
    tally.count(ADA, SEND, Reason.LOG_UNAVAILABLE, GROUP, NOW);
    tally.count(ADA, SEND, Reason.INTERNAL, GROUP, NOW);
    tally.count(ADA, SEND, Reason.UNAUTHENTICATED, GROUP, NOW);
    assertThat(recorded()).isEmpty();

    RefusalTally off = new RefusalTally(0);
    off.count(ADA, SEND, Reason.TEXT_TOO_LONG, GROUP, NOW);
    assertThat(off.drain()).isEmpty();
    assertThat(off.dropped()).isZero();
  }
}
