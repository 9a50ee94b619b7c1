package info.powow.command.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PasswordQueueTest {
  private final PasswordQueue queue = new PasswordQueue(1, 4, 2);
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    release.countDown();
    queue.close();
  }

  @Test
  void oneAddressCannotFillTheQueue() throws InterruptedException {
    hold();
    ask("eve");
    ask("eve");

    refuses(Reason.TOO_MANY_REQUESTS, "eve");
    assertThat(ask("ada")).isNotDone();
  }

  @Test
  void aFullQueueSaysSo() throws InterruptedException {
    hold();
    ask("eve");
    ask("eve");
    ask("mallory");
    ask("mallory");

    refuses(Reason.SIGN_IN_BUSY, "ada");
  }

  @Test
  void addressesTakeTurns() throws InterruptedException {
    hold();
    ask("eve");
    CompletableFuture<String> last = ask("eve");
    ask("ada");
    ask("mallory");

    release.countDown();
    last.join();
    assertThat(done).containsExactly("eve", "ada", "mallory", "eve");
  }

  @Test
  void whoHasBeenServedMayAskAgain() {
    release.countDown();
    for (int i = 0; i < 20; i++) {
      assertThat(ask("ada").join()).isEqualTo("ada");
    }
  }

  @Test
  void aFailureIsTold() {
    Supplier<String> failing =
        () -> {
          throw new IllegalStateException("broken");
        };

    assertThat(queue.run("ada", failing)).failsWithin(java.time.Duration.ofSeconds(20));
    release.countDown();
    assertThat(ask("ada").join()).isEqualTo("ada");
  }

  @Test
  void aThreadThatHadToWaitForTheProcessorPausesAsLong() throws InterruptedException {
    AtomicLong passed = new AtomicLong();
    AtomicLong worked = new AtomicLong();
    LinkedBlockingQueue<Long> pauses = new LinkedBlockingQueue<>();
    PasswordQueue.ThreadTime time =
        new PasswordQueue.ThreadTime() {
          @Override
          public long passed() {
            return passed.get();
          }

          @Override
          public long worked() {
            return worked.get();
          }

          @Override
          public void pause(long nanos) {
            pauses.add(nanos);
          }
        };
    try (PasswordQueue busy = new PasswordQueue(1, 4, 4, time)) {
      for (long millis : List.of(50, 86, 5_000)) {
        busy.run(
                "ada",
                () -> {
                  passed.addAndGet(millis * 1_000_000);
                  worked.addAndGet(50_000_000);
                  return millis;
                })
            .join();
      }
      assertThat(pauses.take()).isEqualTo(36_000_000);
      assertThat(pauses.take()).isEqualTo(200_000_000);
    }
  }

  /// Occupies the only thread.
  private void hold() throws InterruptedException {
    queue.run(
        "holder",
        () -> {
          started.countDown();
          await(release);
          return "held";
        });
    started.await();
  }

  private CompletableFuture<String> ask(String address) {
    return queue.run(
        address,
        () -> {
          done.add(address);
          return address;
        });
  }

  private void refuses(Reason reason, String address) {
    assertThatThrownBy(() -> ask(address))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(reason);
              assertThat(rejected.retryAfter()).isNotNull();
            });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
