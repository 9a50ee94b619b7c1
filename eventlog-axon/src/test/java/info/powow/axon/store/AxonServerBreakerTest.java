package info.powow.axon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AxonServerBreakerTest {
  private final AxonServerBreaker guard =
      new AxonServerBreaker(
          "test", Duration.ofMillis(20), failure -> failure instanceof TimeoutException);
  private final AtomicInteger asked = new AtomicInteger();

  private CompletableFuture<String> ask(CompletableFuture<String> answer) {
    return guard.ask(() -> {
      asked.incrementAndGet();
      return answer;
    });
  }

  private void loseFour() {
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> ask(new CompletableFuture<>()).join())
          .hasCauseInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void whenNoAnswerComesTheNextAreToldAtOnce() {
    loseFour();
    assertThatThrownBy(() -> ask(CompletableFuture.completedFuture("there")).join())
        .hasCauseInstanceOf(CallNotPermittedException.class);
    assertThat(asked).hasValue(4);
  }

  @Test
  void whenItAnswersAgainItIsAskedAgain() {
    loseFour();
    String answer = null;
    while (answer == null) {
      answer =
          ask(CompletableFuture.completedFuture("there"))
              .exceptionally(_ -> {
                Thread.onSpinWait();
                return null;
              })
              .join();
    }
    assertThat(ask(CompletableFuture.completedFuture("still")).join()).isEqualTo("still");
  }

  @Test
  void whoIsRefusedHasHadAnAnswer() {
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(
              () -> ask(CompletableFuture.failedFuture(new IllegalStateException("no"))).join())
          .hasCauseInstanceOf(IllegalStateException.class);
    }
    assertThat(asked).hasValue(100);
  }

  @Test
  void whatCannotBeAskedFails() {
    assertThatThrownBy(() ->
            guard
                .ask(() -> {
                  throw new IllegalStateException("not connected");
                })
                .join())
        .hasCauseInstanceOf(IllegalStateException.class);
  }
}
