package info.powow.eventlog.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InOrderTest {
  private final InOrder inOrder = new InOrder();

  @Test
  void tasksWithTheSameKeyRunInTheirOrder() throws InterruptedException {
    List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 10_000; i++) {
      int number = i;
      inOrder.execute("a", () -> done.add(number));
    }
    inOrder.awaitEnd(Duration.ofSeconds(20));

    assertThat(done).containsExactlyElementsOf(IntStream.range(0, 10_000).boxed().toList());
  }

  @Test
  void oneThatWaitsHoldsUpNoOtherKey() throws InterruptedException {
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch other = new CountDownLatch(1);
    inOrder.execute("a", () -> awaitUnchecked(released));
    inOrder.execute("b", other::countDown);

    assertThat(other.await(20, TimeUnit.SECONDS)).isTrue();
    released.countDown();
  }

  @Test
  void oneThatFailsHoldsUpNobody() throws InterruptedException {
    CountDownLatch next = new CountDownLatch(1);
    inOrder.execute(
        "a",
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
          throw new IllegalStateException("on purpose");
        });
    inOrder.execute("a", next::countDown);

    assertThat(next.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void theEndIsAwaited() throws InterruptedException {
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch released = new CountDownLatch(1);
    inOrder.execute("a", () -> awaitUnchecked(released));
    inOrder.execute("a", () -> done.add("last"));
    Thread.startVirtualThread(released::countDown);
    inOrder.awaitEnd(Duration.ofSeconds(20));

    assertThat(done).containsExactly("last");
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      boolean unused = latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
