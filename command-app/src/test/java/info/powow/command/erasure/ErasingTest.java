package info.powow.command.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.CaseId;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.HoldId;
import info.powow.domain.PersonId;
import info.powow.domain.erasure.ErasureCommand;
import info.powow.domain.erasure.ErasureEvent;
import info.powow.domain.erasure.ErasureEvent.ErasureAsked;
import info.powow.domain.erasure.ErasureEvent.ErasureWithdrawn;
import info.powow.domain.erasure.Erasures;
import info.powow.domain.erasure.HoldEvent;
import info.powow.domain.erasure.HoldEvent.HoldEnded;
import info.powow.domain.erasure.HoldEvent.HoldPlaced;
import info.powow.domain.erasure.HoldEvent.HoldReleased;
import info.powow.domain.erasure.PlaintextStore;
import info.powow.domain.erasure.StoreReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Interrupts an erasure at each step, and lets it begin again, as a crash does.
class ErasingTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final List<ConversationId> CHATS =
      List.of(new ConversationId("one"), new ConversationId("two"));

  /// The world that an erasure changes. Fails once, at one of its steps.
  private static final class World implements Erasing.Steps {
    final List<String> done = new ArrayList<>();
    Erasures erasures = Erasures.NONE;
    boolean destroyed;
    final List<HoldId> kept = new ArrayList<>();
    int failAt;
    private int step;

    World(int failAt) {
      this.failAt = failAt;
      on(new ErasureAsked(ADA, ADA, null, Instant.EPOCH, Instant.EPOCH));
    }

    private void on(ErasureEvent event) {
      erasures = Erasures.evolve(erasures, event);
    }

    private void on(HoldEvent event) {
      erasures = Erasures.evolve(erasures, event);
    }

    /// Whether what was asked for is lost, or only its answer.
    private void step(String name, Runnable work) {
      boolean fails = step++ == failAt;
      if (fails && failAt % 2 == 0) {
        throw new IllegalStateException("crash before " + name);
      }
      done.add(name);
      work.run();
      if (fails) {
        throw new IllegalStateException("crash after " + name);
      }
    }

    @Override
    public boolean isDestroyed(PersonId person) {
      return destroyed;
    }

    @Override
    public boolean hasBegun(PersonId person) {
      return erasures.runnable(Instant.MIN).contains(person);
    }

    @Override
    public void send(Object command) {
      step(
          command.getClass().getSimpleName(),
          () -> {
            if (command instanceof ErasureCommand erasure) {
              Erasures.decide(erasures, erasure, Duration.ZERO, Instant.EPOCH).forEach(this::on);
            }
          });
    }

    @Override
    public void leaveOffice(PersonId person) {
      step("leaveOffice", () -> {});
    }

    @Override
    public void removeDevices(PersonId person) {
      step("removeDevices", () -> {});
    }

    @Override
    public List<ConversationId> conversationsOf(PersonId person) {
      return CHATS;
    }

    @Override
    public List<GatheringId> gatheringsOf(PersonId person) {
      return List.of(new GatheringId("picnic"));
    }

    @Override
    public List<StoreReport> ask(PersonId person, boolean prepare, boolean followed) {
      step((prepare ? "prepare" : followed ? "confirm" : "forget"), () -> {});
      return Stream.of(PlaintextStore.values()).map(store -> new StoreReport(store, 0)).toList();
    }

    @Override
    public void keepHeld(PersonId person, List<ConversationId> conversations) {
      step(
          "keepHeld",
          () -> {
            if (!destroyed && erasures.find(person).orElse(null) instanceof Erasures.Begun begun) {
              kept.addAll(begun.begun().holds());
            }
          });
    }

    @Override
    public void destroy(PersonId person) {
      step("destroy", () -> destroyed = true);
    }
  }

  @Test
  void theKeyIsDestroyedAfterItHasBegunAndBeforeAnybodyIsTold() {
    World world = new World(-1);
    assertThat(new Erasing(world).erase(ADA)).isTrue();

    assertThat(world.done)
        .containsExactly(
            "BeginErasure",
            "EndErasedSessions",
            "leaveOffice",
            "removeDevices",
            "ChangeGatheringPicture",
            "prepare",
            "keepHeld",
            "destroy",
            "forget",
            "EndErasedSessions",
            "ErasePerson",
            "EraseAuthor",
            "EraseAuthor",
            "confirm",
            "destroy",
            "FinishErasure");
    assertThat(world.erasures.erased()).containsExactly(ADA);
  }

  @Test
  void whatIsWithdrawnAtTheLastMomentIsNotErased() {
    World world = new World(-1);
    world.on(new ErasureWithdrawn(ADA, Instant.EPOCH));

    assertThat(new Erasing(world).erase(ADA)).isFalse();
    assertThat(world.done).containsExactly("BeginErasure");
    assertThat(world.destroyed).isFalse();
  }

  @Test
  void whereverItIsInterruptedWhatIsHeldIsKeptBeforeTheKeyIsDestroyed() {
    for (int failAt = 1; failAt < 16; failAt++) {
      World world = new World(failAt);
      HoldId hold = new HoldId("h1");
      world.on(
          new HoldPlaced(
              hold, new CaseId("c"), ADA, List.of(), CHATS.subList(0, 1), Instant.EPOCH));
      assertThatThrownBy(() -> new Erasing(world).erase(ADA)).hasMessageContaining("crash");
      if (world.erasures.runnable(Instant.EPOCH).contains(ADA)) {
        new Erasing(world).erase(ADA);
      }

      assertThat(world.kept).as("step %s", failAt).contains(hold);
      assertThat(world.destroyed).isTrue();
      assertThat(world.erasures.find(ADA).orElseThrow()).isInstanceOf(Erasures.Deferred.class);
      assertThat(world.erasures.runnable(Instant.EPOCH)).isEmpty();

      world.on(new HoldReleased(hold, ADA, Instant.EPOCH));
      assertThat(world.erasures.runnable(Instant.EPOCH)).isEmpty();
      world.on(new HoldEnded(hold, 1, Instant.EPOCH));
      assertThat(world.erasures.runnable(Instant.EPOCH)).containsExactly(ADA);
      assertThat(new Erasing(world).erase(ADA)).isTrue();
      assertThat(world.erasures.find(ADA).orElseThrow()).isInstanceOf(Erasures.Done.class);
    }
  }

  @Test
  void whereverItIsInterruptedItEndsTheNextTime() {
    for (int failAt = 0; failAt < 16; failAt++) {
      World world = new World(failAt);
      assertThatThrownBy(() -> new Erasing(world).erase(ADA)).hasMessageContaining("crash");
      boolean begun = world.erasures.find(ADA).orElseThrow() instanceof Erasures.Begun;
      assertThat(begun || !world.destroyed || world.erasures.erased().contains(ADA))
          .as("step %s: nothing is destroyed before it is written that it will be", failAt)
          .isTrue();

      if (!world.erasures.erased().contains(ADA)) {
        new Erasing(world).erase(ADA);
      }

      assertThat(world.erasures.erased()).as("step %s", failAt).containsExactly(ADA);
      assertThat(world.destroyed).isTrue();
    }
  }
}
