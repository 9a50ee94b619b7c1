package info.powow.axon.bus;

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
class KeyedSerialExecutorTest {
  private final KeyedSerialExecutor<Runnable> inOrder = KeyedSerialExecutor.ofTasks();

  @Test
  void tasksWithTheSameKeyRunInTheirOrder() throws InterruptedException {
    List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 10_000; i++) {
      int number = i;
      inOrder.add("a", () -> done.add(number));
    }
    inOrder.awaitEnd(Duration.ofSeconds(20));

    assertThat(done).containsExactlyElementsOf(IntStream.range(0, 10_000).boxed().toList());
  }

  @Test
  void oneThatWaitsHoldsUpNoOtherKey() throws InterruptedException {
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch other = new CountDownLatch(1);
    inOrder.add("a", () -> awaitUnchecked(released));
    inOrder.add("b", other::countDown);

    assertThat(other.await(20, TimeUnit.SECONDS)).isTrue();
    released.countDown();
  }

  @Test
  void oneThatFailsHoldsUpNobody() throws InterruptedException {
    CountDownLatch next = new CountDownLatch(1);
    inOrder.add(
        "a",
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
          throw new IllegalStateException("on purpose");
        });
    inOrder.add("a", next::countDown);

    assertThat(next.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatComesMeanwhileIsWorkedOnTogether() throws InterruptedException {
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    List<List<Integer>> worked = Collections.synchronizedList(new ArrayList<>());
    KeyedSerialExecutor<Integer> numbers =
        new KeyedSerialExecutor<>(several -> {
          begun.countDown();
          awaitUnchecked(released);
          worked.add(several);
        });
    numbers.add("a", 0);
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    IntStream.range(1, 300).forEach(i -> numbers.add("a", i));
    released.countDown();
    numbers.awaitEnd(Duration.ofSeconds(20));

    assertThat(worked).extracting(List::size).containsExactly(1, 256, 43);
    assertThat(worked.stream().flatMap(List::stream))
        .containsExactlyElementsOf(IntStream.range(0, 300).boxed().toList());
  }

  @Test
  void theEndIsAwaited() throws InterruptedException {
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch released = new CountDownLatch(1);
    inOrder.add("a", () -> awaitUnchecked(released));
    inOrder.add("a", () -> done.add("last"));
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
