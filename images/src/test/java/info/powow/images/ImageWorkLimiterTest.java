package info.powow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.ops.Dependencies;
import info.powow.ops.Dependency;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ImageWorkLimiterTest {
  private static final Dependency PICTURES = new Dependencies().observed("images");
  private static final Duration LONG = Duration.ofHours(1);

  private static void assertBusy(ImageWorkLimiter bench, long bytes) {
    assertThatThrownBy(() -> bench.on(bytes, () -> "done"))
        .isInstanceOfSatisfying(
            Rejected.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.IMAGES_BUSY));
  }

  @Test
  void asManyWaitAsMayAndTheNextIsToldAtOnce() throws Exception {
    ImageWorkLimiter bench = new ImageWorkLimiter(1, 1 << 20, LONG, 2, PICTURES);
    CountDownLatch free = new CountDownLatch(1);
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> served = new ArrayList<>();
      served.add(people.submit(() -> bench.on(1, () -> wait(free))));
      await().until(() -> bench.taken() > 0);
      served.add(people.submit(() -> bench.on(1, () -> "done")));
      served.add(people.submit(() -> bench.on(1, () -> "done")));
      await().until(() -> bench.waiting() == 2);

      assertBusy(bench, 1);

      free.countDown();
      for (Future<String> one : served) {
        assertThat(one.get()).isEqualTo("done");
      }
    }
    assertThat(bench.taken()).isZero();
    assertThat(bench.waiting()).isZero();
  }

  @Test
  void whoHasWaitedLongEnoughIsToldToComeAgain() throws Exception {
    ImageWorkLimiter bench = new ImageWorkLimiter(2, 1 << 20, Duration.ofMillis(1), 10, PICTURES);
    CountDownLatch free = new CountDownLatch(1);
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> large = people.submit(() -> bench.on(900 << 10, () -> wait(free)));
      await().until(() -> bench.taken() > 0);

      assertBusy(bench, 900 << 10);
      assertThat(bench.on(10 << 10, () -> "small ones fit beside it")).isNotEmpty();

      free.countDown();
      assertThat(large.get()).isEqualTo("done");
    }
    assertThat(bench.on(900 << 10, () -> "there is room again")).isNotEmpty();
  }

  @Test
  void neverMoreAreWorkedOnThanThereArePlacesAndRoom() throws Exception {
    ImageWorkLimiter bench = new ImageWorkLimiter(3, 1 << 20, LONG, 1_000, PICTURES);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        people.submit(() ->
            bench.on(
                500 << 10,
                () -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  Thread.yield();
                  return now.decrementAndGet();
                }));
      }
    }
    assertThat(most.get()).isBetween(1, 2);
    assertThat(bench.taken()).isZero();
  }

  private static String wait(CountDownLatch latch) throws IOException {
    try {
      latch.await();
      return "done";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
