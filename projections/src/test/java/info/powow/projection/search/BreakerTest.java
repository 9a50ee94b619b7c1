package info.powow.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Breaker breaker = new Breaker(3, Duration.ofSeconds(5), nanos::get);

  @Test
  void fewFailuresDoNotOpenIt() {
    fail(2);

    assertThat(breaker.permits("a")).isTrue();
    assertThat(breaker.isOpen("a")).isFalse();
  }

  @Test
  void anAnswerInBetweenMakesThemFew() {
    fail(2);
    breaker.succeeded();
    fail(2);

    assertThat(breaker.permits("a")).isTrue();
  }

  @Test
  void manyFailuresOpenItUntilOneQuestionIsAnsweredAfterThePause() {
    fail(3);
    assertThat(breaker.permits("a")).isFalse();
    assertThat(breaker.isOpen("a")).isTrue();

    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(breaker.permits("a")).isTrue();
    assertThat(breaker.permits("a")).as("a second one while the first is not answered").isFalse();

    breaker.succeeded();
    assertThat(breaker.permits("a")).isTrue();
    assertThat(breaker.isOpen("a")).isFalse();
  }

  @Test
  void aFailureAfterThePauseBeginsAnother() {
    fail(3);
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(breaker.permits("a")).isTrue();
    breaker.failed();

    assertThat(breaker.permits("a")).isFalse();
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(breaker.permits("a")).isTrue();
  }

  @Test
  void somebodyElseIsAskedAtOnce() {
    fail(3);

    assertThat(breaker.permits("b")).isTrue();
    assertThat(breaker.isOpen("b")).isFalse();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(breaker.permits("a")).isTrue();
      breaker.failed();
    }
  }
}
