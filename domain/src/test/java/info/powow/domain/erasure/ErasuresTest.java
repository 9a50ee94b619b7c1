package info.powow.domain.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.CaseId;
import info.powow.domain.ConversationId;
import info.powow.domain.HoldId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.erasure.ErasureCommand.AskErasure;
import info.powow.domain.erasure.ErasureCommand.BeginErasure;
import info.powow.domain.erasure.ErasureCommand.FinishErasure;
import info.powow.domain.erasure.ErasureCommand.WithdrawErasure;
import info.powow.domain.erasure.ErasureEvent.ErasureAsked;
import info.powow.domain.erasure.ErasureEvent.ErasureBegun;
import info.powow.domain.erasure.ErasureEvent.ErasureDeferred;
import info.powow.domain.erasure.ErasureEvent.ErasureDone;
import info.powow.domain.erasure.ErasureEvent.ErasureWithdrawn;
import info.powow.domain.erasure.HoldCommand.EndHold;
import info.powow.domain.erasure.HoldCommand.ReleaseHold;
import info.powow.domain.erasure.HoldEvent.HoldEnded;
import info.powow.domain.erasure.HoldEvent.HoldPlaced;
import info.powow.domain.erasure.HoldEvent.HoldReleased;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErasuresTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final List<ConversationId> CHATS =
      List.of(new ConversationId("c1"), new ConversationId("c2"));
  private static final HoldId HOLD = new HoldId("h1");
  private static final CaseId CASE = new CaseId("a1");
  private static final PersonId CLEO = new PersonId("cleo");
  private static final Duration GRACE = Duration.ofDays(14);
  private static final Instant DUE = NOW.plus(GRACE);
  private static final ErasureAsked ASKED = new ErasureAsked(ADA, ADA, null, DUE, NOW);
  private static final ErasureBegun BEGUN = new ErasureBegun(ADA, List.of(), DUE);
  private static final List<StoreReport> ALL =
      Stream.of(PlaintextStore.values()).map(store -> new StoreReport(store, 1)).toList();

  @Test
  void itIsDueAfterTheGraceAndAskedForOnce() {
    assertThat(decide(NOW, new AskErasure(ADA, ADA, null))).containsExactly(ASKED);
    assertThat(decide(DUE, new AskErasure(ADA, ADA, null), ASKED)).isEmpty();
    assertThat(after(ASKED).runnable(DUE.minusMillis(1))).isEmpty();
    assertThat(after(ASKED).runnable(DUE)).containsExactly(ADA);
    assertThat(after(ASKED).nextDue()).hasValue(DUE);
  }

  @Test
  void itCanBeWithdrawnUntilItBegins() {
    assertThat(decide(DUE, new WithdrawErasure(ADA), ASKED))
        .containsExactly(new ErasureWithdrawn(ADA, DUE));
    assertThat(decide(NOW, new WithdrawErasure(ADA))).isEmpty();
    refusesToWithdraw(ASKED, BEGUN);
    refusesToWithdraw(ASKED, BEGUN, new ErasureDone(ADA, ALL, 2, DUE));
    Erasures withdrawn = after(ASKED, new ErasureWithdrawn(ADA, NOW));
    assertThat(withdrawn.runnable(DUE)).isEmpty();
    assertThat(Erasures.decide(withdrawn, new BeginErasure(ADA, false, CHATS), GRACE, DUE))
        .isEmpty();
  }

  @Test
  void itBeginsWhenItIsDueAndNotBefore() {
    assertThat(decide(DUE.minusMillis(1), new BeginErasure(ADA, false, CHATS), ASKED)).isEmpty();
    assertThat(decide(DUE, new BeginErasure(ADA, false, CHATS), ASKED)).containsExactly(BEGUN);
    assertThat(decide(DUE, new BeginErasure(ADA, false, CHATS), ASKED, BEGUN)).isEmpty();
    assertThat(after(ASKED, BEGUN).runnable(NOW)).containsExactly(ADA);
  }

  @Test
  void aDestroyedKeyIsReasonEnoughAfterARestore() {
    assertThat(decide(NOW, new BeginErasure(ADA, false, CHATS))).isEmpty();
    assertThat(decide(NOW, new BeginErasure(ADA, true, CHATS)))
        .containsExactly(new ErasureBegun(ADA, List.of(), NOW));
    assertThat(decide(NOW, new BeginErasure(ADA, true, CHATS), ASKED))
        .containsExactly(new ErasureBegun(ADA, List.of(), NOW));
  }

  @Test
  void itIsDoneOnceWhenEveryStoreHasConfirmed() {
    ErasureDone done = new ErasureDone(ADA, ALL, 2, DUE);

    assertThat(decide(DUE, new FinishErasure(ADA, ALL, 2), ASKED, BEGUN)).containsExactly(done);
    assertThat(decide(DUE, new FinishErasure(ADA, ALL, 2), ASKED, BEGUN, done)).isEmpty();
    assertThat(decide(DUE, new FinishErasure(ADA, ALL, 2), ASKED)).isEmpty();
    assertThat(after(ASKED, BEGUN).erased()).isEmpty();
    assertThat(after(ASKED, BEGUN, done).erased()).containsExactly(ADA);
    assertThat(after(ASKED, BEGUN, done).runnable(DUE)).isEmpty();
  }

  @Test
  void aStoreThatIsNotInTheReportIsAFault() {
    for (StoreReport missing : ALL) {
      List<StoreReport> others = ALL.stream().filter(each -> each != missing).toList();
      assertThatThrownBy(() -> decide(DUE, new FinishErasure(ADA, others, 2), ASKED, BEGUN))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(missing.store().name());
    }
  }

  private static HoldPlaced hold(List<PersonId> people, String... conversations) {
    return new HoldPlaced(
        HOLD, CASE, CLEO, people, Stream.of(conversations).map(ConversationId::new).toList(), NOW);
  }

  private static Erasures withHold(HoldPlaced hold, ErasureEvent... events) {
    Erasures state = Erasures.evolve(Erasures.NONE, hold);
    for (ErasureEvent event : events) {
      state = Erasures.evolve(state, event);
    }
    return state;
  }

  @Test
  void aHoldOnThePersonOrOneOfTheirConversationsIsNotedWhenItBegins() {
    BeginErasure begin = new BeginErasure(ADA, false, CHATS);
    for (HoldPlaced hold : List.of(hold(List.of(ADA)), hold(List.of(), "c2", "c9"))) {
      assertThat(Erasures.decide(withHold(hold, ASKED), begin, GRACE, DUE))
          .containsExactly(new ErasureBegun(ADA, List.of(HOLD), DUE));
    }
    for (HoldPlaced hold : List.of(hold(List.of(CLEO)), hold(List.of(), "c9"))) {
      assertThat(Erasures.decide(withHold(hold, ASKED), begin, GRACE, DUE)).containsExactly(BEGUN);
    }
    Erasures released =
        Erasures.evolve(withHold(hold(List.of(ADA)), ASKED), new HoldReleased(HOLD, CLEO, NOW));
    assertThat(Erasures.decide(released, begin, GRACE, DUE)).containsExactly(BEGUN);
  }

  @Test
  void aHeldErasureEndsByItselfWhenTheHoldHasEnded() {
    ErasureBegun begun = new ErasureBegun(ADA, List.of(HOLD), DUE);
    ErasureDeferred deferred = new ErasureDeferred(ADA, List.of(HOLD), ALL, 2, DUE);
    FinishErasure finish = new FinishErasure(ADA, ALL, 2);
    Erasures running = withHold(hold(List.of(ADA)), ASKED, begun);

    assertThat(Erasures.decide(running, finish, GRACE, DUE)).containsExactly(deferred);
    Erasures held = Erasures.evolve(running, deferred);
    assertThat(held.erased()).containsExactly(ADA);
    assertThat(held.runnable(DUE)).isEmpty();
    assertThat(Erasures.decide(held, finish, GRACE, DUE)).isEmpty();
    assertThatThrownBy(() -> Erasures.decide(held, new WithdrawErasure(ADA), GRACE, DUE))
        .isInstanceOf(Rejected.class);

    Erasures released = Erasures.evolve(held, new HoldReleased(HOLD, CLEO, DUE));
    assertThat(released.holdsIn(CASE)).isEmpty();
    assertThat(released.endingHolds()).containsExactly(HOLD);
    assertThat(released.runnable(DUE)).isEmpty();
    Erasures ended = Erasures.evolve(released, new HoldEnded(HOLD, 1, DUE));
    assertThat(ended.endingHolds()).isEmpty();
    assertThat(ended.runnable(DUE)).containsExactly(ADA);
    assertThat(Erasures.decide(ended, finish, GRACE, DUE))
        .containsExactly(new ErasureDone(ADA, ALL, 2, DUE));
  }

  @Test
  void aHoldIsReleasedInItsCaseOnlyAndEndsOnce() {
    Erasures placed = withHold(hold(List.of(ADA)));
    assertThat(placed.holdsIn(CASE)).containsExactly(HOLD);
    assertThatThrownBy(
            () -> Erasures.decide(placed, new ReleaseHold(HOLD, new CaseId("other"), CLEO), NOW))
        .isInstanceOfSatisfying(
            Rejected.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_FOUND));
    assertThat(Erasures.decide(placed, new EndHold(HOLD, 0), NOW)).isEmpty();
    HoldReleased release = new HoldReleased(HOLD, CLEO, NOW);
    assertThat(Erasures.decide(placed, new ReleaseHold(HOLD, CASE, CLEO), NOW))
        .containsExactly(release);
    Erasures released = Erasures.evolve(placed, release);
    assertThat(Erasures.decide(released, new ReleaseHold(HOLD, CASE, CLEO), NOW)).isEmpty();
    HoldEnded ended = new HoldEnded(HOLD, 3, NOW);
    assertThat(Erasures.decide(released, new EndHold(HOLD, 3), NOW)).containsExactly(ended);
    assertThat(Erasures.decide(Erasures.evolve(released, ended), new EndHold(HOLD, 3), NOW))
        .isEmpty();
  }

  private static void refusesToWithdraw(ErasureEvent... events) {
    assertThatThrownBy(() -> decide(DUE, new WithdrawErasure(ADA), events))
        .isInstanceOfSatisfying(
            Rejected.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.ERASURE_BEGUN));
  }

  private static List<ErasureEvent> decide(
      Instant now, ErasureCommand command, ErasureEvent... events) {
    return Erasures.decide(after(events), command, GRACE, now);
  }

  private static Erasures after(ErasureEvent... events) {
    Erasures state = Erasures.NONE;
    for (ErasureEvent event : events) {
      state = Erasures.evolve(state, event);
    }
    return state;
  }
}
