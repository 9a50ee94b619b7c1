package info.powow.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.CaseId;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.audit.CaseCommand.ApproveCase;
import info.powow.domain.audit.CaseCommand.CloseCase;
import info.powow.domain.audit.CaseCommand.OpenCase;
import info.powow.domain.audit.CaseEvent.BundleFetched;
import info.powow.domain.audit.CaseEvent.BundleMade;
import info.powow.domain.audit.CaseEvent.LookRefused;
import info.powow.domain.audit.CaseEvent.Looked;
import info.powow.domain.audit.Cases.Status;
import info.powow.domain.audit.RecordLook.RecordAnswer;
import info.powow.domain.audit.RecordLook.RecordBundle;
import info.powow.domain.audit.RecordLook.RecordFetch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CasesTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final ConversationId CHAT = new ConversationId("chat");
  private static final CaseId ONE = new CaseId("one");
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
  private static final CaseScope SCOPE = new CaseScope(List.of(CHAT), List.of(BOB));

  @Test
  void aCaseIsOpenUntilItExpires() {
    Cases.Case one = one(after(open(false)));

    assertThat(one.status(TOMORROW.minusMillis(1))).isEqualTo(Status.OPEN);
    assertThat(one.status(TOMORROW)).isEqualTo(Status.EXPIRED);
    assertThat(one.isOpenTo(BOB, NOW)).isFalse();
  }

  @Test
  void withFourEyesNothingIsReadBeforeSomebodyElseApproves() {
    Cases waiting = after(open(true));

    assertThat(one(waiting).status(NOW)).isEqualTo(Status.WAITING);
    assertThat(look(waiting, ADA, true)).isInstanceOf(LookRefused.class);
    refuses(Reason.SELF_APPROVAL, () -> decide(waiting, new ApproveCase(ONE, ADA)));
    Cases approved = after(open(true), new ApproveCase(ONE, BOB));
    assertThat(one(approved).status(NOW)).isEqualTo(Status.OPEN);
    assertThat(look(approved, ADA, true)).isInstanceOf(Looked.class);
    assertThat(decide(approved, new ApproveCase(ONE, BOB))).isEmpty();
  }

  @Test
  void whomItConcernsIsToldOfWhenItHasEnded() {
    Set<ConversationId> chats = Set.of(CHAT);
    PersonId member = new PersonId("cleo");
    Cases open = after(open(false));
    Cases closed = after(open(false), new CloseCase(ONE, ADA));

    assertThat(open.endedAbout(BOB, Set.of(), NOW)).isEmpty();
    assertThat(after(open(true)).endedAbout(BOB, Set.of(), NOW)).isEmpty();
    assertThat(open.endedAbout(BOB, Set.of(), TOMORROW)).hasSize(1);
    assertThat(closed.endedAbout(BOB, Set.of(), NOW)).hasSize(1);
    assertThat(closed.endedAbout(member, chats, NOW)).hasSize(1);
    assertThat(closed.endedAbout(member, Set.of(new ConversationId("other")), NOW)).isEmpty();
  }

  @Test
  void onlyWhoOpenedItClosesIt() {
    Cases state = after(open(false));

    refuses(Reason.CASE_NOT_FOUND, () -> decide(state, new CloseCase(ONE, BOB)));
    assertThat(one(after(open(false), new CloseCase(ONE, ADA))).status(NOW))
        .isEqualTo(Status.CLOSED);
  }

  @Test
  void whatIsOutsideOfTheCaseIsRecordedAsRefused() {
    Cases state = after(open(false));

    assertThat(look(state, ADA, true)).isInstanceOf(Looked.class);
    assertThat(look(state, ADA, false)).isInstanceOf(LookRefused.class);
    assertThat(look(state, BOB, true)).isInstanceOf(LookRefused.class);
    assertThat(look(Cases.NONE, ADA, true)).isInstanceOf(LookRefused.class);
    assertThat(look(after(open(false), new CloseCase(ONE, ADA)), ADA, true))
        .isInstanceOf(LookRefused.class);
  }

  @Test
  void aBundleIsMadeAndFetchedInAnOpenCaseOnly() {
    Cases state = after(open(false));
    Cases closed = after(open(false), new CloseCase(ONE, ADA));

    assertThat(RecordLook.decide(state, bundle(ADA, true), NOW))
        .isEqualTo(
            new BundleMade(ONE, ADA, "t1", "b1", "bundle b1", 7, 3, 99, "hash", 8, "root", NOW));
    assertThat(RecordLook.decide(state, fetch(ADA, true), NOW))
        .isEqualTo(new BundleFetched(ONE, ADA, "t1", "b1", 5, NOW));
    LookRefused refused = new LookRefused(ONE, ADA, "t1", "fetch b1 from=5", NOW);
    assertThat(RecordLook.decide(state, fetch(ADA, false), NOW)).isEqualTo(refused);
    assertThat(RecordLook.decide(closed, fetch(ADA, true), NOW)).isEqualTo(refused);
    assertThat(RecordLook.decide(state, fetch(ADA, true), TOMORROW))
        .isInstanceOf(LookRefused.class);
    assertThat(RecordLook.decide(state, fetch(BOB, true), NOW)).isInstanceOf(LookRefused.class);
    assertThat(RecordLook.decide(state, bundle(ADA, false), NOW)).isInstanceOf(LookRefused.class);
    assertThat(RecordLook.decide(closed, bundle(ADA, true), NOW)).isInstanceOf(LookRefused.class);
  }

  private static RecordBundle bundle(PersonId by, boolean covered) {
    return new RecordBundle(ONE, by, "t1", "bundle b1", "b1", 7, 3, 99, "hash", 8, "root", covered);
  }

  private static RecordFetch fetch(PersonId by, boolean found) {
    return new RecordFetch(ONE, by, "t1", "b1", 5, found);
  }

  @Test
  void aCaseLastsAtMostNinetyDaysAndBeginsNow() {
    for (Instant expires : List.of(NOW, NOW.minusSeconds(1), NOW.plus(Duration.ofDays(91)))) {
      refuses(
          Reason.INVALID_REQUEST,
          () ->
              decide(
                  Cases.NONE, new OpenCase(ONE, ADA, "purpose", "basis", SCOPE, expires, false)));
    }
  }

  @Test
  void aScopeCoversWhatItNamesAndWhereItsPeopleEverWere() {
    assertThat(SCOPE.covers(CHAT, Set.of())).isTrue();
    assertThat(SCOPE.covers(new ConversationId("other"), Set.of(ADA, BOB))).isTrue();
    assertThat(SCOPE.covers(new ConversationId("other"), Set.of(ADA))).isFalse();
    refuses(Reason.INVALID_REQUEST, () -> new CaseScope(List.of(), List.of()));
  }

  private static OpenCase open(boolean needsApproval) {
    return new OpenCase(ONE, ADA, "purpose", "basis", SCOPE, TOMORROW, needsApproval);
  }

  private static CaseEvent look(Cases cases, PersonId by, boolean covered) {
    return RecordLook.decide(
        cases, new RecordAnswer(ONE, by, "t1", "timeline", 7, 3, "hash", covered), NOW);
  }

  private static Cases.Case one(Cases state) {
    return state.find(ONE).orElseThrow();
  }

  private static Cases after(CaseCommand... commands) {
    Cases state = Cases.NONE;
    for (CaseCommand command : commands) {
      for (CaseEvent event : decide(state, command)) {
        state = Cases.evolve(state, event);
      }
    }
    return state;
  }

  private static List<CaseEvent> decide(Cases state, CaseCommand command) {
    return Cases.decide(state, command, NOW);
  }

  private static void refuses(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Rejected.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }

  @Test
  void aCaseAboutStatisticsCoversNobodyAndNoConversation() {
    PersonId person = new PersonId("p1");
    ConversationId conversation = new ConversationId("g1");

    assertThat(CaseScope.STATISTICS.covers(person)).isFalse();
    assertThat(CaseScope.STATISTICS.covers(conversation, Set.of(person))).isFalse();
    assertThatThrownBy(() -> new CaseScope(List.of(conversation), List.of(), true))
        .isInstanceOf(Rejected.class);
    assertThat(new CaseScope(List.of(conversation), List.of()).statistics()).isFalse();
  }
}
