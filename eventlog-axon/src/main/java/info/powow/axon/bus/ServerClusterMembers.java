package info.powow.axon.bus;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.GenericQueryMessage;
import org.axonframework.queryhandling.QueryBus;
import org.jspecify.annotations.Nullable;

/// Connects nodes over Axon Server. Each handles commands that contain its name.
///
/// They find each other with a query that Axon Server sends to one process per *component name*, so
/// every node needs a unique one.
public final class ServerClusterMembers implements ClusterMembers {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final String kind;
  private final String self;
  private final CommandBus commands;
  private final QueryBus queries;
  private final Executor blockingExecutor;

  /// @param kind the kind of these nodes, such as `sockets`
  /// @param name the name of this process, the same after a restart
  /// @param blockingExecutor threads that wait for answers
  public ServerClusterMembers(
      String kind, String name, CommandBus commands, QueryBus queries, Executor blockingExecutor) {
    byte[] start = new byte[4];
    new SecureRandom().nextBytes(start);
    this.kind = kind;
    this.self = name + "~" + HexFormat.of().formatHex(start);
    this.commands = commands;
    this.queries = queries;
    this.blockingExecutor = blockingExecutor;
  }

  @Override
  public String self() {
    return self;
  }

  @Override
  public void join(Consumer<Object> told) {
    commands.subscribe(
        commandTo(self),
        command -> {
          told.accept(command.getPayload());
          return null;
        });
    queries.<String>subscribe(kind, String.class, _ -> self);
  }

  private String commandTo(String node) {
    return kind + ADDRESSED + node;
  }

  @Override
  public CompletableFuture<Set<String>> present() {
    return CompletableFuture.supplyAsync(
        () ->
            queries
                .scatterGather(
                    new GenericQueryMessage<>(
                        new GenericMessage<>(self), kind, ResponseTypes.instanceOf(String.class)),
                    TIMEOUT.toMillis(),
                    TimeUnit.MILLISECONDS)
                .filter(answer -> !answer.isExceptional())
                .map(Message::getPayload)
                .collect(Collectors.toUnmodifiableSet()),
        blockingExecutor);
  }

  @Override
  public CompletableFuture<Void> tell(String node, Object what) {
    CompletableFuture<Void> taken = new CompletableFuture<>();
    CommandMessage<Object> command =
        new GenericCommandMessage<>(new GenericMessage<>(what), commandTo(node));
    blockingExecutor.execute(() -> {
      try {
        commands.dispatch(
            command, (_, result) -> answered(taken, result.optionalExceptionResult().orElse(null)));
      } catch (RuntimeException e) {
        taken.completeExceptionally(e);
      }
    });
    return taken;
  }

  private static void answered(CompletableFuture<Void> taken, @Nullable Throwable failure) {
    if (failure == null) {
      taken.complete(null);
    } else {
      taken.completeExceptionally(failure);
    }
  }
}
