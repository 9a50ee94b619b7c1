package info.powow.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PersonLimitsTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final int MESSAGES = 60;

  // So that a time before it is negative, as nanoTime may be.
  private long now = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();
  private final PersonLimits limits = limits(1);

  @Test
  void allMayBeUsedAtOnceAndNoMore() {
    for (int i = 0; i < MESSAGES; i++) {
      limits.take(ADA, RequestKind.MESSAGE);
    }

    assertThat(waitOf(1)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void itComesBackEvenly() {
    limits.take(ADA, RequestKind.MESSAGE, MESSAGES);
    pass(Duration.ofSeconds(2));
    limits.take(ADA, RequestKind.MESSAGE);
    limits.take(ADA, RequestKind.MESSAGE);

    assertThat(waitOf(1)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void itDoesNotAddUp() {
    pass(Duration.ofHours(5));
    limits.take(ADA, RequestKind.MESSAGE, MESSAGES);

    assertThat(waitOf(1)).isPositive();
  }

  @Test
  void othersAndOtherKindsAreNotConcerned() {
    limits.take(ADA, RequestKind.MESSAGE, MESSAGES);

    assertThatCode(() -> limits.take(BOB, RequestKind.MESSAGE)).doesNotThrowAnyException();
    assertThatCode(() -> limits.take(ADA, RequestKind.SEARCH)).doesNotThrowAnyException();
  }

  @Test
  void whatIsRefusedDoesNotCount() {
    limits.take(ADA, RequestKind.MESSAGE, MESSAGES - 1);

    assertThat(waitOf(2)).isEqualTo(Duration.ofSeconds(1));
    assertThatCode(() -> limits.take(ADA, RequestKind.MESSAGE)).doesNotThrowAnyException();
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
                    limits.take(ADA, RequestKind.MESSAGE);
                    taken.incrementAndGet();
                  } catch (Rejected _) {
                    // Counted by what was taken.
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
    PersonLimits wide = limits(1_000_000);

    for (int i = 0; i < 10 * MESSAGES; i++) {
      wide.take(ADA, RequestKind.MESSAGE);
    }
  }

  @Test
  void whatIsLeftIsTold() {
    PersonLimits.Left left = limits.taking(ADA, RequestKind.MESSAGE, 1);

    assertThat(limits.policy(RequestKind.MESSAGE)).isEqualTo("\"message\";q=60;w=60");
    assertThat(PersonLimits.limit(left.kind(), left.remaining(), left.resetAfter()))
        .isEqualTo("\"message\";r=59;t=1");
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private Duration waitOf(int requests) {
    Duration[] wait = {Duration.ZERO};
    assertThatThrownBy(() -> limits.take(ADA, RequestKind.MESSAGE, requests))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(Reason.TOO_MANY_REQUESTS);
              Duration told = rejected.retryAfter();
              wait[0] = told == null ? Duration.ZERO : told;
            });
    return wait[0];
  }

  private PersonLimits limits(double scale) {
    return new PersonLimits(
        new LimitProperties(scale, MESSAGES, 60, 60, 60, 60, 60, 60, 60, 60, 60), () -> now);
  }
}
