package info.powow.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.ops.Dependencies;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RetryingQueriesTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final QueryBus bus = SimpleQueryBus.builder().build();
  private final QueryGateway queries = DefaultQueryGateway.builder().queryBus(bus).build();
  private final AtomicInteger asked = new AtomicInteger();

  /// The answers of nodes, in order; null stands for a killed node.
  private void answering(List<CompletableFuture<String>> answers) {
    Queue<CompletableFuture<String>> next = new ArrayDeque<>(answers);
    bus.<String>subscribe(
        String.class.getName(),
        String.class,
        _ -> {
          asked.incrementAndGet();
          return next.size() > 1 ? next.remove() : next.element();
        });
  }

  private static CompletableFuture<String> refused(Reason reason) {
    return CompletableFuture.failedFuture(new Rejected(reason));
  }

  private RetryingQueries views(Duration answersWithin, Duration timeout) {
    return new RetryingQueries(
        queries, Runnable::run, answersWithin, timeout, new Dependencies().observed("query"));
  }

  @Test
  void whoIsNotAnsweredAsksAgain() throws Exception {
    answering(
        List.of(
            new CompletableFuture<>(),
            refused(Reason.VIEWS_UNAVAILABLE),
            CompletableFuture.completedFuture("a member")));

    String answer = views(SHORT, LONG).askAgain("where?", String.class).get(20, TimeUnit.SECONDS);

    assertThat(answer).isEqualTo("a member");
    assertThat(asked).hasValue(3);
  }

  @Test
  void whatIsRefusedForGoodIsNotAskedAgain() {
    answering(List.of(refused(Reason.INVALID_REQUEST)));

    assertThatThrownBy(
            () -> views(LONG, LONG).askAgain("where?", String.class).get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(Rejected.class);
    assertThat(asked).hasValue(1);
  }

  @Test
  void patienceEnds() {
    answering(List.of(refused(Reason.VIEWS_UNAVAILABLE)));

    assertThatThrownBy(() ->
            views(LONG, Duration.ofSeconds(1))
                .askAgain("where?", String.class)
                .get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(Rejected.class);
    assertThat(asked).hasValueGreaterThan(1);
  }

  @Test
  void anAnswerIsNotWaitedForForEver() {
    answering(List.of(new CompletableFuture<>()));

    assertThatThrownBy(
            () -> views(SHORT, LONG).ask("where?", String.class).get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(TimeoutException.class);
    assertThat(asked).hasValue(1);
  }
}
