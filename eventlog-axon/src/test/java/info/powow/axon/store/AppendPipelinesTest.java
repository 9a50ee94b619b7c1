package info.powow.axon.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.axoniq.axonserver.grpc.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AppendPipelinesTest {
  private final List<List<String>> sent = new ArrayList<>();
  private final List<CompletableFuture<Void>> answers = new ArrayList<>();
  private final AppendPipelines pipelines =
      new AppendPipelines(events -> {
        sent.add(events.stream().map(Event::getMessageIdentifier).toList());
        answers.add(new CompletableFuture<>());
        return answers.getLast();
      });

  @Test
  void whatComesWhileOneIsUnderWayGoesTogether() {
    append("chat", "a");
    append("chat", "b");
    append("chat", "c");
    append("other", "d");
    answers.getFirst().complete(null);

    assertThat(sent).containsExactly(List.of("a"), List.of("d"), List.of("b", "c"));
  }

  @Test
  void nothingIsSettledWhileAnAppendIsUnderWay() throws Exception {
    CompletableFuture<Void> stored = append("chat", "a");
    CompletableFuture<Void> settled = pipelines.settled();

    assertThat(settled).isNotDone();
    answers.getFirst().complete(null);

    assertThat(stored).isCompleted();
    settled.get(20, TimeUnit.SECONDS);
    assertThat(pipelines.failedAppends()).isZero();
    assertThat(pipelines.settled()).isCompleted();
  }

  @Test
  void whatFailedIsForgottenAndCountedBeforeItIsSettled() throws Exception {
    List<Long> countedWhenTold = new ArrayList<>();
    List<Boolean> settledWhenTold = new ArrayList<>();
    pipelines.onFailedAppend(failed -> {
      assertThat(failed.streams()).containsExactly("chat");
      countedWhenTold.add(pipelines.failedAppends());
      settledWhenTold.add(pipelines.settled().isDone());
    });
    CompletableFuture<Void> stored = append("chat", "a");
    CompletableFuture<Long> failedWhenSettled =
        pipelines.settled().thenApply(_ -> pipelines.failedAppends());
    answers.getFirst().completeExceptionally(new IllegalStateException("on purpose"));

    assertThat(stored).isCompletedExceptionally();
    assertThat(failedWhenSettled.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(countedWhenTold).containsExactly(0L);
    assertThat(settledWhenTold).containsExactly(false);
  }

  @Test
  void whatWasDecidedOnWhatFailedFailsToo() {
    append("chat", "a");
    CompletableFuture<Void> behind = append("chat", "b");
    answers.getFirst().completeExceptionally(new IllegalStateException("on purpose"));

    assertThat(behind)
        .failsWithin(20, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(ConcurrencyException.class);
    assertThat(sent).containsExactly(List.of("a"));
  }

  @Test
  void whatComesWhileAFailureIsToldIsForgottenToo() {
    List<CompletableFuture<Void>> meanwhile = new ArrayList<>();
    List<Boolean> settledWhenToldAgain = new ArrayList<>();
    pipelines.onFailedAppend(_ -> {
      if (meanwhile.isEmpty()) {
        meanwhile.add(append("chat", "b"));
      } else {
        settledWhenToldAgain.add(pipelines.settled().isDone());
      }
    });
    append("chat", "a");
    answers.getFirst().completeExceptionally(new IllegalStateException("on purpose"));

    assertThat(meanwhile.getFirst()).isCompletedExceptionally();
    assertThat(settledWhenToldAgain).containsExactly(false);
    assertThat(sent).containsExactly(List.of("a"));
    assertThat(pipelines.settled()).isCompleted();
  }

  private CompletableFuture<Void> append(String stream, String identifier) {
    return pipelines.append(
        List.of(
            Event.newBuilder()
                .setAggregateIdentifier(stream)
                .setMessageIdentifier(identifier)
                .build()));
  }
}
