package info.powow.eventlog.bus;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.axonserver.connector.command.AxonServerCommandBus;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Brings commands to the process that handles them, over Axon Server. Refusals come back as they
/// are where the command was decided; no answer in time is a refusal too.
public final class ServerCommandBus extends AxonServerCommandBus {
  private static final Duration LAST_COMMANDS = Duration.ofSeconds(5);

  private final Duration patience;
  private final CommandRouting routing;
  private final InOrder handling;
  private final InOrder sending = new InOrder();

  private ServerCommandBus(
      Builder builder, Duration patience, CommandRouting routing, InOrder handling) {
    super(builder);
    this.patience = patience;
    this.routing = routing;
    this.handling = handling;
  }

  /// @param local handles what falls to this process
  /// @param patience how long an answer is waited for
  public static ServerCommandBus of(
      AxonServerConnectionManager connections,
      AxonServerConfiguration configuration,
      CommandBus local,
      Serializer messages,
      Duration patience) {
    CommandRouting routing = new CommandRouting();
    InOrder handling = new InOrder();
    return new ServerCommandBus(
        AxonServerCommandBus.builder()
            .axonServerConnectionManager(connections)
            .configuration(configuration)
            .localSegment(new LocalCommands(local, routing, handling))
            // Handed on in the order of the connection; threads come after that.
            .executorServiceBuilder((_, _) -> new SameThread())
            .serializer(messages)
            .routingStrategy(routing),
        patience,
        routing,
        handling);
  }

  /// Takes no more commands, and ends those that are here.
  @Override
  public CompletableFuture<Void> disconnect() {
    CompletableFuture<Void> disconnected = super.disconnect();
    try {
      handling.awaitEnd(LAST_COMMANDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return disconnected;
  }

  /// The server hands on commands as its threads come to them, not in the order in which they were
  /// sent. So those with the same routing key go one at a time from here.
  @Override
  public <C, R> void dispatch(
      CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
    sending.execute(routing.getRoutingKey(command), () -> send(command, callback));
  }

  private <C, R> void send(
      CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
    CompletableFuture<CommandResultMessage<? extends R>> answer = new CompletableFuture<>();
    super.<C, R>dispatch(command, (_, result) -> answer.complete(result));
    answer
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .<CommandResultMessage<? extends R>>handle(ServerCommandBus::received)
        .thenAccept(result -> callback.onResult(command, result))
        .join();
  }

  private static <R> CommandResultMessage<? extends R> received(
      @Nullable CommandResultMessage<? extends R> result, @Nullable Throwable failure) {
    if (result == null) {
      return GenericCommandResultMessage.asCommandResultMessage(
          failure instanceof TimeoutException
              ? new Rejected(Reason.LOG_UNAVAILABLE)
              : new IllegalStateException("no answer", failure));
    }
    return result.isExceptional()
        ? GenericCommandResultMessage.asCommandResultMessage(
            LocalCommands.received(result.exceptionResult()))
        : result;
  }
}
