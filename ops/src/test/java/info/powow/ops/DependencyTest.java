package info.powow.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DependencyTest {
  private static final CircuitBreakerConfig BREAKER =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(4)
          .minimumNumberOfCalls(4)
          .failureRateThreshold(50)
          .build();

  private final Dependencies dependencies = new Dependencies();
  private final Dependency search = dependencies.guarded("search", BREAKER);

  private void call(Outcome outcome, int times) {
    for (int i = 0; i < times; i++) {
      search.ended(outcome, search.enter(), null);
    }
  }

  @Test
  void eachOutcomeIsCountedForTenSeconds() {
    call(Outcome.SUCCESS, 20);
    call(Outcome.BAD_REQUEST, 3);
    call(Outcome.TIMEOUT, 1);
    search.rejected();
    dependencies.tick();

    Dependency.Reading now = search.read();
    assertThat(now.counts())
        .containsEntry("success", 20L)
        .containsEntry("bad_request", 3L)
        .containsEntry("timeout", 1L)
        .containsEntry("rejected", 1L)
        .containsEntry("failure", 0L);
    assertThat(now.rate()).isEqualTo(25);
    assertThat(now.errorPercent()).isEqualTo(8);
    assertThat(now.health()).isEqualTo(Dependency.Health.DEGRADED);
    assertThat(now.latency().count()).isEqualTo(24);

    for (int i = 0; i < 10; i++) {
      dependencies.tick();
    }
    assertThat(search.read().counts().values()).containsOnly(0L);
    assertThat(search.total(Outcome.SUCCESS)).isEqualTo(20);
  }

  @Test
  void anOpenCircuitIsDownAndCountsWhatItRefuses() {
    call(Outcome.FAILURE, 4);

    assertThat(search.enter()).isEqualTo(Dependency.REFUSED);
    dependencies.tick();

    Dependency.Reading now = search.read();
    assertThat(now.circuit()).isEqualTo(Dependency.Circuit.OPEN);
    assertThat(now.health()).isEqualTo(Dependency.Health.DOWN);
    assertThat(now.counts()).containsEntry("short_circuited", 1L);
  }

  @Test
  void theHealthForgetsAFailureAfterThreeSecondsAndTheCountsAfterTen() {
    call(Outcome.FAILURE, 1);
    dependencies.tick();
    assertThat(search.read().health()).isEqualTo(Dependency.Health.DOWN);

    for (int i = 0; i < 3; i++) {
      dependencies.tick();
    }
    assertThat(search.read().health()).isEqualTo(Dependency.Health.OK);
    assertThat(search.read().errorPercent()).isEqualTo(100);
  }

  @Test
  void aSecondOfFailuresIsDownAfterTwoOfSuccess() {
    for (int i = 0; i < 2; i++) {
      call(Outcome.SUCCESS, 1);
      dependencies.tick();
    }
    call(Outcome.FAILURE, 1);
    dependencies.tick();

    assertThat(search.read().health()).isEqualTo(Dependency.Health.DOWN);
  }

  @Test
  void whatFailedBeforeTheCircuitClosedDoesNotCountForTheHealth() {
    call(Outcome.FAILURE, 4);
    dependencies.tick();
    assertThat(search.read().health()).isEqualTo(Dependency.Health.DOWN);

    search.force(false);
    call(Outcome.SUCCESS, 1);
    dependencies.tick();
    assertThat(search.read().health()).isEqualTo(Dependency.Health.OK);

    call(Outcome.FAILURE, 1);
    dependencies.tick();
    assertThat(search.read().health()).isEqualTo(Dependency.Health.DOWN);
  }

  @Test
  void aDependencyIsProbedWhileNobodyCalls() throws InterruptedException {
    BlockingQueue<Outcome> probes = new LinkedBlockingQueue<>();
    search.probe(() -> {
      call(Outcome.FAILURE, 1);
      probes.add(Outcome.FAILURE);
    });
    dependencies.tick();

    assertThat(probes.poll(10, TimeUnit.SECONDS)).isEqualTo(Outcome.FAILURE);
    dependencies.tick();
    assertThat(search.read().health()).isEqualTo(Dependency.Health.DOWN);
  }

  @Test
  void aBusyDependencyIsNotProbed() throws InterruptedException {
    BlockingQueue<Integer> probes = new LinkedBlockingQueue<>();
    search.probe(() -> probes.add(1));
    call(Outcome.SUCCESS, 2);
    dependencies.tick();
    // Probes run in their own threads. A single probe from now on proves that there was none
    // before.
    dependencies.tick();

    assertThat(probes.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(probes).isEmpty();
  }

  @Test
  void aProbeThatIsNotAnsweredMeansDownUntilACallSucceeds() throws InterruptedException {
    CountDownLatch answered = new CountDownLatch(1);
    search.probe(() -> {
      try {
        answered.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    dependencies.tick();
    assertThat(search.read().health()).isEqualTo(Dependency.Health.OK);
    dependencies.tick();
    assertThat(search.read().health()).isEqualTo(Dependency.Health.DOWN);

    call(Outcome.SUCCESS, 1);
    dependencies.tick();
    assertThat(search.read().health()).isEqualTo(Dependency.Health.OK);
    answered.countDown();
  }

  @Test
  void aSlowProbeCountsUntilThereAreCalls() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    search.probe(() -> {
      try {
        // What takes longer than a second is slow.
        assertThat(never.await(1_100, TimeUnit.MILLISECONDS)).isFalse();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      over.countDown();
    });
    dependencies.tick();
    assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
    while (search.read().health() != Dependency.Health.DEGRADED) {
      // The probe says so right after it has returned.
      Thread.onSpinWait();
    }

    call(Outcome.SUCCESS, 2);
    dependencies.tick();
    assertThat(search.read().health()).isEqualTo(Dependency.Health.OK);
  }

  /// A caller's own mistakes say nothing about the dependency.
  @Test
  void badRequestsDoNotOpenTheCircuit() {
    call(Outcome.BAD_REQUEST, 20);

    assertThat(search.circuit()).isEqualTo(Dependency.Circuit.CLOSED);
  }

  @Test
  void anOperatorOpensAndClosesTheCircuit() {
    assertThat(search.force(true)).isTrue();
    assertThat(search.enter()).isEqualTo(Dependency.REFUSED);
    assertThat(search.circuit()).isEqualTo(Dependency.Circuit.FORCED_OPEN);

    search.force(false);
    assertThat(search.enter()).isNotEqualTo(Dependency.REFUSED);
    assertThat(dependencies.observed("fsync").force(true)).isFalse();
  }

  @Test
  void theOldestCallThatHangsIsSeenBeforeItsTimeout() {
    long began = search.enter();
    long other = search.enter();

    assertThat(search.read().active()).isEqualTo(2);
    assertThat(search.read().oldestMillis()).isPositive();

    search.ended(Outcome.SUCCESS, began, null);
    search.released(other);
    assertThat(search.read().active()).isZero();
    assertThat(search.read().oldestMillis()).isZero();
  }

  @Test
  void callersOfOneNameShareACircuit() {
    assertThat(dependencies.guarded("search", BREAKER)).isSameAs(search);
  }

  @Test
  void theBusiestAreKnownAmongAHundredThousand() {
    HeavyHitters top = new HeavyHitters(1_024);
    for (int i = 0; i < 100_000; i++) {
      top.hit("rare" + i);
      if (i % 10 == 0) {
        top.hit("busy");
      }
    }
    tenSeconds(top);

    assertThat(top.top(1))
        .singleElement()
        .satisfies(busiest -> {
          assertThat(busiest.key()).isEqualTo("busy");
          assertThat(busiest.perSecond()).isBetween(800.0, 1_000.0);
        });
    tenSeconds(top);
    assertThat(top.top(1)).isEmpty();
  }

  private static void tenSeconds(HeavyHitters top) {
    for (int i = 0; i < 10; i++) {
      top.tick();
    }
  }
}
