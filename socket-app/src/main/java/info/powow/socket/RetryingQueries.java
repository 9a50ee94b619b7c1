package info.powow.socket;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.ops.Dependency;
import info.powow.ops.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/// Queries the views, on any query node. Retries queries that fail transiently: after a node was
/// killed, the others are behind until they have taken over its work.
final class RetryingQueries {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final QueryGateway queries;
  private final Executor blockingExecutor;
  private final Duration answersWithin;
  private final Duration timeout;
  private final Dependency query;

  /// @param blockingExecutor runs blocking work: a query bus in the same process answers on the
  ///     thread that asks
  /// @param answersWithin how long to wait for one answer
  /// @param timeout how long to retry
  RetryingQueries(
      QueryGateway queries,
      Executor blockingExecutor,
      Duration answersWithin,
      Duration timeout,
      Dependency query) {
    this.queries = queries;
    this.blockingExecutor = blockingExecutor;
    this.answersWithin = answersWithin;
    this.timeout = timeout;
    this.query = query;
  }

  /// Sends one query, without retries.
  <R> CompletableFuture<R> ask(Object query, Class<R> answer) {
    long began = this.query.enter();
    return CompletableFuture.supplyAsync(() -> queries.query(query, answer), blockingExecutor)
        .thenCompose(answered -> answered)
        .orTimeout(answersWithin.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, failure) -> this.query.ended(outcomeOf(failure), began, failure));
  }

  private static Outcome outcomeOf(@Nullable Throwable failure) {
    Rejected refusal = failure == null ? null : Rejected.in(failure);
    if (failure == null) {
      return Outcome.SUCCESS;
    }
    if (failure instanceof TimeoutException) {
      return Outcome.TIMEOUT;
    }
    return refusal != null && refusal.reason() != Reason.VIEWS_UNAVAILABLE
        ? Outcome.BAD_REQUEST
        : Outcome.FAILURE;
  }

  /// Retries while the answer is "unavailable", until the timeout.
  <R> CompletableFuture<R> askAgain(Object query, Class<R> answer) {
    return askUntil(System.nanoTime() + timeout.toNanos(), FIRST_PAUSE, query, answer);
  }

  private <R> CompletableFuture<R> askUntil(
      long end, Duration pause, Object query, Class<R> answer) {
    return ask(query, answer)
        .exceptionallyCompose(failure -> {
          if (!mayBeAnsweredLater(failure) || System.nanoTime() + pause.toNanos() >= end) {
            return CompletableFuture.failedFuture(failure);
          }
          Duration doubled = pause.multipliedBy(2);
          Duration next = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
          return CompletableFuture.runAsync(
                  () -> {},
                  CompletableFuture.delayedExecutor(
                      pause.toMillis(), TimeUnit.MILLISECONDS, blockingExecutor))
              .thenCompose(_ -> askUntil(end, next, query, answer));
        });
  }

  private static boolean mayBeAnsweredLater(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return !(cause instanceof Rejected refusal) || refusal.reason() == Reason.VIEWS_UNAVAILABLE;
  }
}
