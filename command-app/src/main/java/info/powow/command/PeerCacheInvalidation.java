package info.powow.command;

import info.powow.domain.PersonId;
import info.powow.domain.person.PersonCommand.BlockPerson;
import info.powow.domain.person.PersonCommand.ChangeConsent;
import info.powow.domain.person.PersonCommand.DeclineConversation;
import info.powow.domain.person.PersonCommand.UnblockPerson;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.GenericQueryMessage;
import org.axonframework.queryhandling.QueryBus;
import org.springframework.beans.factory.ObjectProvider;

/// Evicts cached people on the other command nodes. The tail of the log does so too, a moment
/// later. A block must not wait for that: it is acknowledged when every node has evicted the old
/// state.
///
/// Axon Server sends such a query to one process per *component name*, so every command node needs
/// a unique one.
final class PeerCacheInvalidation {
  private static final String FORGET = "commands.forget";
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final ObjectProvider<QueryBus> queries;
  private final List<InvalidatableCache> remembered;
  private final Executor blockingExecutor = Executors.newVirtualThreadPerTaskExecutor();

  PeerCacheInvalidation(ObjectProvider<QueryBus> queries, List<InvalidatableCache> remembered) {
    this.queries = queries;
    this.remembered = remembered;
  }

  /// Starts answering queries of other nodes.
  void join() {
    queries
        .getObject()
        .<Boolean>subscribe(
            FORGET,
            Boolean.class,
            question -> {
              String stream = String.valueOf(question.getPayload());
              remembered.forEach(each -> each.forget().accept(stream));
              return true;
            });
  }

  /// @param command a command that was carried out
  /// @return completes when no node uses the old state; does not wait longer than a timeout for a
  ///     node that does not answer
  CompletableFuture<Void> know(Object command) {
    return switch (command) {
      case BlockPerson block -> tell(block.by());
      case UnblockPerson unblock -> tell(unblock.by());
      case ChangeConsent change -> tell(change.by());
      case DeclineConversation decline -> tell(decline.by());
      default -> CompletableFuture.completedFuture(null);
    };
  }

  private CompletableFuture<Void> tell(PersonId changed) {
    return CompletableFuture.runAsync(() -> tell(changed.value()), blockingExecutor);
  }

  private void tell(String stream) {
    // Answers are taken one by one until all are there or the time is over.
    queries
        .getObject()
        .scatterGather(
            new GenericQueryMessage<>(
                new GenericMessage<>(stream), FORGET, ResponseTypes.instanceOf(Boolean.class)),
            TIMEOUT.toMillis(),
            TimeUnit.MILLISECONDS)
        .forEach(_ -> {});
  }
}
