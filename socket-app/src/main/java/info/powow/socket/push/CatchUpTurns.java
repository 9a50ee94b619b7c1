package info.powow.socket.push;

import info.powow.domain.PersonId;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Limits how many devices of one person catch up at the same time. The others wait in order,
/// without a thread. So a person with many connections cannot multiply reads and memory, and nobody
/// waits for other people's devices.
final class CatchUpTurns {
  /// More than one, because a device that has lost its network holds its turn until that is
  /// noticed.
  static final int PER_PERSON = 4;

  private final Executor threads;
  private final Map<PersonId, Turns> people = new ConcurrentHashMap<>();

  CatchUpTurns(Executor threads) {
    this.threads = threads;
  }

  /// Accessed only within [Map#compute].
  private static final class Turns {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;
  }

  void take(PersonId person, Runnable work) {
    Runnable turn =
        () -> {
          try {
            work.run();
          } finally {
            pass(person);
          }
        };
    AtomicReference<@Nullable Runnable> starts = new AtomicReference<>();
    people.compute(
        person,
        (_, known) -> {
          Turns turns = known == null ? new Turns() : known;
          if (turns.running < PER_PERSON) {
            turns.running++;
            starts.set(turn);
          } else {
            turns.waiting.add(turn);
          }
          return turns;
        });
    start(starts.get());
  }

  private void pass(PersonId person) {
    AtomicReference<@Nullable Runnable> starts = new AtomicReference<>();
    people.computeIfPresent(
        person,
        (_, turns) -> {
          Runnable next = turns.waiting.poll();
          starts.set(next);
          if (next == null) {
            turns.running--;
          }
          return turns.running == 0 ? null : turns;
        });
    start(starts.get());
  }

  private void start(@Nullable Runnable turn) {
    if (turn != null) {
      threads.execute(turn);
    }
  }
}
