package info.powow.socket.push;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class CatchUpTurnsTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");

  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final CatchUpTurns turns = new CatchUpTurns(threads::add);
  private final List<String> done = new ArrayList<>();

  @Test
  void onePersonHasOnlySoManyAtATimeAndNobodyElseWaitsForThem() {
    for (int i = 0; i < 6; i++) {
      String device = "ada " + i;
      turns.take(ADA, () -> done.add(device));
    }
    turns.take(BOB, () -> done.add("bob"));

    assertThat(threads).hasSize(CatchUpTurns.PER_PERSON + 1);
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
    assertThat(done).containsExactly("ada 0", "ada 1", "ada 2", "ada 3", "bob", "ada 4", "ada 5");
  }

  @Test
  void whoFailsGivesTheirTurnBack() {
    for (int i = 0; i < CatchUpTurns.PER_PERSON; i++) {
      turns.take(
          ADA,
          () -> {
            throw new IllegalStateException("the device is gone");
          });
    }
    turns.take(ADA, () -> done.add("last"));
    while (!threads.isEmpty()) {
      try {
        threads.remove().run();
      } catch (IllegalStateException _) {
        // As expected.
      }
    }
    assertThat(done).containsExactly("last");
  }
}
