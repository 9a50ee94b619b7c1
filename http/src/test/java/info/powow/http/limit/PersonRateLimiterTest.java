package info.powow.http.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PersonRateLimiterTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final int MESSAGES = 60;

  // So that earlier times are negative, as nanoTime may be.
  private long now = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();
  private final PersonRateLimiter limits = limits(1);

  @Test
  void allMayBeUsedAtOnceAndNoMore() {
    for (int i = 0; i < MESSAGES; i++) {
      limits.take(ADA, RateLimitedKind.MESSAGE);
    }

    assertThat(waitOf(1)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void itComesBackEvenly() {
    limits.take(ADA, RateLimitedKind.MESSAGE, MESSAGES);
    pass(Duration.ofSeconds(2));
    limits.take(ADA, RateLimitedKind.MESSAGE);
    limits.take(ADA, RateLimitedKind.MESSAGE);

    assertThat(waitOf(1)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void itDoesNotAddUp() {
    pass(Duration.ofHours(5));
    limits.take(ADA, RateLimitedKind.MESSAGE, MESSAGES);

    assertThat(waitOf(1)).isPositive();
  }

  @Test
  void othersAndOtherKindsAreNotConcerned() {
    limits.take(ADA, RateLimitedKind.MESSAGE, MESSAGES);

    assertThatCode(() -> limits.take(BOB, RateLimitedKind.MESSAGE)).doesNotThrowAnyException();
    assertThatCode(() -> limits.take(ADA, RateLimitedKind.SEARCH)).doesNotThrowAnyException();
  }

  @Test
  void whatIsRefusedDoesNotCount() {
    limits.take(ADA, RateLimitedKind.MESSAGE, MESSAGES - 1);

    assertThat(waitOf(2)).isEqualTo(Duration.ofSeconds(1));
    assertThatCode(() -> limits.take(ADA, RateLimitedKind.MESSAGE)).doesNotThrowAnyException();
  }

  @Test
  void manyThreadsGetNoMoreThanOne() throws InterruptedException {
    AtomicInteger taken = new AtomicInteger();
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          Thread.ofVirtual()
              .start(() -> {
                for (int each = 0; each < MESSAGES; each++) {
                  try {
                    limits.take(ADA, RateLimitedKind.MESSAGE);
                    taken.incrementAndGet();
                  } catch (Rejected _) {
                    // Counted by `take`.
                  }
                }
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(taken).hasValue(MESSAGES);
  }

  @Test
  void allOfItCanBeScaled() {
    PersonRateLimiter wide = limits(1_000_000);

    for (int i = 0; i < 10 * MESSAGES; i++) {
      wide.take(ADA, RateLimitedKind.MESSAGE);
    }
  }

  @Test
  void whatIsLeftIsTold() {
    PersonRateLimiter.Left left = limits.taking(ADA, RateLimitedKind.MESSAGE, 1);

    assertThat(limits.policy(RateLimitedKind.MESSAGE)).isEqualTo("\"message\";q=60;w=60");
    assertThat(PersonRateLimiter.limit(left.kind(), left.remaining(), left.resetAfter()))
        .isEqualTo("\"message\";r=59;t=1");
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private Duration waitOf(int requests) {
    Duration[] wait = {Duration.ZERO};
    assertThatThrownBy(() -> limits.take(ADA, RateLimitedKind.MESSAGE, requests))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(Reason.TOO_MANY_REQUESTS);
              Duration told = rejected.retryAfter();
              wait[0] = told == null ? Duration.ZERO : told;
            });
    return wait[0];
  }

  private PersonRateLimiter limits(double scale) {
    return new PersonRateLimiter(
        new LimitProperties(scale, MESSAGES, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60), () -> now);
  }
}
