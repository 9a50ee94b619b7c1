package info.powow.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.audit.Looks.Answer;
import info.powow.domain.CaseId;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.audit.CaseEvent.CaseClosed;
import info.powow.domain.audit.CaseEvent.CaseOpened;
import info.powow.domain.audit.CaseEvent.LookRefused;
import info.powow.domain.audit.CaseEvent.Looked;
import info.powow.domain.audit.CaseScope;
import info.powow.domain.audit.RecordLook;
import info.powow.domain.audit.RecordLook.RecordAnswer;
import info.powow.domain.audit.RecordLook.RecordRefusal;
import info.powow.domain.staff.StaffScope;
import info.powow.identity.Staff;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// No record, no answer.
class LooksTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final CaseId CASE = new CaseId("one");
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

  private final MemoryLog log = new MemoryLog();
  private final SimpleCommandBus bus = SimpleCommandBus.builder().build();
  private final CommandGateway commands = DefaultCommandGateway.builder().commandBus(bus).build();
  private final List<RecordLook> recorded = new ArrayList<>();
  private final Looks looks =
      new Looks(
          new LoggedCases(log), commands, JsonMapper.shared(), Clock.fixed(NOW, ZoneOffset.UTC), 1);

  LooksTest() {
    log.append(
        "cases",
        new CaseOpened(
            CASE,
            ADA,
            "purpose",
            "basis",
            new CaseScope(List.of(new ConversationId("chat")), List.of()),
            NOW.plusSeconds(60),
            false,
            NOW));
  }

  @Test
  void anAnswerIsRecordedWithItsHashBeforeItIsGiven() {
    recordWith(true);

    Map<String, Integer> answer = look(ADA, "one", true);

    assertThat(answer).isEqualTo(Map.of("a", 1));
    assertThat(recorded)
        .containsExactly(
            new RecordAnswer(
                CASE,
                ADA,
                "t1",
                "timeline chat",
                7,
                3,
                // Of {"a":1}.
                "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862",
                true));
  }

  @Test
  void withoutALogThatTakesTheRecordThereIsNoAnswer() {
    bus.subscribe(
        RecordAnswer.class.getName(),
        _ -> {
          throw new IllegalStateException("the disk is full");
        });

    refuses(Reason.LOG_UNAVAILABLE, () -> look(ADA, "one", true));
  }

  @Test
  void aCaseThatIsClosedWhileTheAnswerIsPreparedGivesNone() {
    recordWith(false);

    refuses(Reason.CASE_NOT_FOUND, () -> look(ADA, "one", true));
  }

  @Test
  void nothingIsReadOutsideOfAnOpenCaseOfOnesOwn() {
    recordWith(true);
    PersonId bob = new PersonId("bob");

    refuses(Reason.CASE_NOT_FOUND, () -> look(bob, "one", true));
    refuses(Reason.CASE_NOT_FOUND, () -> look(ADA, "another", true));
    log.append("cases", new CaseClosed(CASE, ADA, NOW));
    refuses(Reason.CASE_NOT_FOUND, () -> look(ADA, "one", true));
    assertThat(recorded)
        .containsExactly(
            new RecordRefusal(CASE, bob, "t1", "timeline chat"),
            new RecordRefusal(new CaseId("another"), ADA, "t1", "timeline chat"),
            new RecordRefusal(CASE, ADA, "t1", "timeline chat"));
  }

  /// @param open whether the case is still open when the look is recorded
  private void recordWith(boolean open) {
    bus.subscribe(
        RecordAnswer.class.getName(),
        message -> {
          RecordAnswer answer = (RecordAnswer) message.getPayload();
          recorded.add(answer);
          return open
              ? new Looked(
                  answer.caseId(),
                  answer.by(),
                  answer.tokenId(),
                  answer.query(),
                  answer.index(),
                  answer.rows(),
                  answer.hash(),
                  NOW)
              : refused(answer);
        });
    bus.subscribe(
        RecordRefusal.class.getName(),
        message -> {
          RecordRefusal refusal = (RecordRefusal) message.getPayload();
          recorded.add(refusal);
          return refused(refusal);
        });
  }

  private static LookRefused refused(RecordLook look) {
    return new LookRefused(look.caseId(), look.by(), look.tokenId(), look.query(), NOW);
  }

  private Map<String, Integer> look(PersonId person, String caseId, boolean covered) {
    return looks.look(
        new Staff(person, "t1", Set.of(StaffScope.AUDIT), NOW.plusSeconds(60)),
        caseId,
        "timeline chat",
        _ -> new Answer<>(covered, 7, 3, Map.of("a", 1)));
  }

  private static void refuses(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Rejected.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }
}
