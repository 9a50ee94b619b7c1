package info.powow.axon.store;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The circuit breaker in front of Axon Server, with a timeout for each call. It opens when most
/// recent calls fail, then fails fast, and lets one call probe every second.
public final class AxonServerBreaker {
  private static final Logger logger = LoggerFactory.getLogger(AxonServerBreaker.class);

  private final CircuitBreaker breaker;
  private final Duration timeout;
  private final Predicate<Throwable> isSilence;

  /// @param name the name of the calls, for the log
  /// @param isSilence whether a failure means that there was no answer
  public AxonServerBreaker(String name, Duration timeout, Predicate<Throwable> isSilence) {
    this.timeout = timeout;
    this.isSilence = isSilence;
    this.breaker =
        CircuitBreaker.of(
            name,
            CircuitBreakerConfig.custom()
                .slidingWindow(16, 4, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(50)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitDurationInOpenState(Duration.ofSeconds(1))
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(event ->
            logger.warn(
                "Circuit breaker of Axon Server, {}: {}", name, event.getStateTransition()));
  }

  /// Makes a call, unless the breaker is open.
  ///
  /// @return fails with [CallNotPermittedException] if the breaker is open, and with
  ///     [java.util.concurrent.TimeoutException] if no answer came in time
  public <T> CompletableFuture<T> ask(Supplier<CompletableFuture<T>> question) {
    if (!breaker.tryAcquirePermission()) {
      return CompletableFuture.failedFuture(
          CallNotPermittedException.createCallNotPermittedException(breaker));
    }
    long asked = System.nanoTime();
    CompletableFuture<T> answer;
    try {
      answer = question.get();
    } catch (RuntimeException e) {
      note(asked, e);
      return CompletableFuture.failedFuture(e);
    }
    return answer
        .copy()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, failure) -> note(asked, failure));
  }

  private void note(long asked, @Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    long nanos = System.nanoTime() - asked;
    if (cause != null && isSilence.test(cause)) {
      breaker.onError(nanos, TimeUnit.NANOSECONDS, cause);
    } else {
      breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
