package info.powow.domain.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.erasure.ErasureCommand.AskErasure;
import info.powow.domain.erasure.ErasureCommand.BeginErasure;
import info.powow.domain.erasure.ErasureCommand.FinishErasure;
import info.powow.domain.erasure.ErasureCommand.WithdrawErasure;
import info.powow.domain.erasure.ErasureEvent.ErasureAsked;
import info.powow.domain.erasure.ErasureEvent.ErasureBegun;
import info.powow.domain.erasure.ErasureEvent.ErasureDone;
import info.powow.domain.erasure.ErasureEvent.ErasureWithdrawn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErasuresTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final Duration GRACE = Duration.ofDays(14);
  private static final Instant DUE = NOW.plus(GRACE);
  private static final ErasureAsked ASKED = new ErasureAsked(ADA, ADA, null, DUE, NOW);
  private static final ErasureBegun BEGUN = new ErasureBegun(ADA, DUE);
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
    assertThat(Erasures.decide(withdrawn, new BeginErasure(ADA, false), GRACE, DUE)).isEmpty();
  }

  @Test
  void itBeginsWhenItIsDueAndNotBefore() {
    assertThat(decide(DUE.minusMillis(1), new BeginErasure(ADA, false), ASKED)).isEmpty();
    assertThat(decide(DUE, new BeginErasure(ADA, false), ASKED)).containsExactly(BEGUN);
    assertThat(decide(DUE, new BeginErasure(ADA, false), ASKED, BEGUN)).isEmpty();
    assertThat(after(ASKED, BEGUN).runnable(NOW)).containsExactly(ADA);
  }

  @Test
  void aDestroyedKeyIsReasonEnoughAfterARestore() {
    assertThat(decide(NOW, new BeginErasure(ADA, false))).isEmpty();
    assertThat(decide(NOW, new BeginErasure(ADA, true)))
        .containsExactly(new ErasureBegun(ADA, NOW));
    assertThat(decide(NOW, new BeginErasure(ADA, true), ASKED))
        .containsExactly(new ErasureBegun(ADA, NOW));
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
