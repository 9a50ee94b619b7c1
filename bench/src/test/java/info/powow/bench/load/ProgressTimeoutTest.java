package info.powow.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTimeoutTest {
  @Test
  void waitsForWhatIsSlowButGetsOn() throws InterruptedException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    AtomicLong progress = new AtomicLong();
    boolean awaited =
        ProgressTimeout.await(
            done,
            Duration.ofMillis(1),
            () -> {
              if (progress.incrementAndGet() == 20) {
                done.complete(null);
              }
              return progress.get();
            });
    assertThat(awaited).isTrue();
    assertThat(progress).hasValue(20);
  }

  @Test
  void doesNotWaitForWhatStandsStill() throws InterruptedException {
    assertThat(ProgressTimeout.await(new CompletableFuture<>(), Duration.ofMillis(1), () -> 7))
        .isFalse();
  }
}
