package info.powow.axon.bus;

import info.powow.axon.store.AxonServerBreaker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.axonserver.connector.command.AxonServerCommandBus;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.common.Registration;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Sends commands over Axon Server to the process that handles them. Refusals are returned as at
/// the handler; a missing answer is a refusal too.
public final class ServerCommandBus extends AxonServerCommandBus {
  private static final Duration LAST_COMMANDS = Duration.ofSeconds(5);
  private static final String SEVERAL = CommandBatch.class.getName();

  /// A message to the server may have 4 MB, and a character takes up to three bytes.
  private static final int CHARACTERS_TOGETHER = 1_000_000;

  private final AxonServerBreaker guard;
  private final CommandRouting routing;
  private final CommandBatchCodec parts;
  private final KeyedSerialExecutor<Runnable> handling;
  private final KeyedSerialExecutor<Sent<?, ?>> sending = new KeyedSerialExecutor<>(this::send);
  private final Set<String> handlesSeveral = ConcurrentHashMap.newKeySet();

  /// A command, and the callback that waits for its answer.
  private record Sent<C, R>(
      CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
    @SuppressWarnings("unchecked") // The type of the answer is the one that the sender expects.
    void answer(CommandResultMessage<?> result) {
      callback.onResult(command, (CommandResultMessage<? extends R>) result);
    }
  }

  private ServerCommandBus(
      Builder builder,
      Duration timeout,
      CommandRouting routing,
      CommandBatchCodec parts,
      KeyedSerialExecutor<Runnable> handling) {
    super(builder);
    this.guard =
        new AxonServerBreaker("commands", timeout, failure -> failure instanceof TimeoutException);
    this.routing = routing;
    this.parts = parts;
    this.handling = handling;
  }

  /// @param local handles commands that are routed to this process
  /// @param timeout how long to wait for an answer
  public static ServerCommandBus of(
      AxonServerConnectionManager connections,
      AxonServerConfiguration configuration,
      CommandBus local,
      Serializer messages,
      Duration timeout) {
    CommandRouting routing = new CommandRouting();
    CommandBatchCodec parts = new CommandBatchCodec(messages);
    KeyedSerialExecutor<Runnable> handling = KeyedSerialExecutor.ofTasks();
    return new ServerCommandBus(
        AxonServerCommandBus.builder()
            .axonServerConnectionManager(connections)
            .configuration(configuration)
            .localSegment(new LocalCommands(local, routing, parts, handling))
            // Passed on in the order of the connection; threads are used after that.
            .executorServiceBuilder((_, _) -> new DirectExecutor())
            .serializer(messages)
            .routingStrategy(routing),
        timeout,
        routing,
        parts,
        handling);
  }

  /// Stops accepting commands, and completes those in progress.
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

  /// A node that handles a command also handles batches of its family, but not of families handled
  /// by other kinds of nodes.
  @Override
  public Registration subscribe(
      String commandName, MessageHandler<? super CommandMessage<?>> handler) {
    if (!commandName.contains(ClusterMembers.ADDRESSED)
        && handlesSeveral.add(several(commandName))) {
      super.subscribe(
          several(commandName),
          command -> {
            throw new IllegalStateException("handled before: " + command.getCommandName());
          });
    }
    return super.subscribe(commandName, handler);
  }

  /// The name of batches of a command's family: the sealed interface that declares it.
  private static String several(String commandName) {
    return SEVERAL + " of " + commandName.replaceFirst("\\$.*", "");
  }

  /// The server passes on commands as threads become free, not in the order in which they were
  /// sent. So this process sends those with the same routing key one at a time, and sends those
  /// that arrive meanwhile as one batch.
  @Override
  public <C, R> void dispatch(
      CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
    sending.add(routing.getRoutingKey(command), new Sent<>(command, callback));
  }

  private void send(List<Sent<?, ?>> waiting) {
    if (waiting.size() == 1) {
      sendAlone(waiting.getFirst());
      return;
    }
    String key = routing.getRoutingKey(waiting.getFirst().command());
    List<Sent<?, ?>> together = new ArrayList<>();
    List<CommandBatch.Part> written = new ArrayList<>();
    int characters = 0;
    String family = several(waiting.getFirst().command().getCommandName());
    for (Sent<?, ?> sent : waiting) {
      CommandBatch.Part part = parts.part(sent.command());
      boolean isOfAnother = !family.equals(several(part.name()));
      if (!together.isEmpty()
          && (isOfAnother || characters + part.payload().length() > CHARACTERS_TOGETHER)) {
        sendTogether(family, together, new CommandBatch(key, List.copyOf(written)));
        together.clear();
        written.clear();
        characters = 0;
      }
      family = several(part.name());
      together.add(sent);
      written.add(part);
      characters += part.payload().length();
    }
    sendTogether(family, together, new CommandBatch(key, List.copyOf(written)));
  }

  private void sendAlone(Sent<?, ?> sent) {
    sent.answer(ask(sent.command()));
  }

  private void sendTogether(String family, List<Sent<?, ?>> all, CommandBatch together) {
    CommandResultMessage<?> result =
        ask(new GenericCommandMessage<>(new GenericMessage<>(together), family));
    for (int i = 0; i < all.size(); i++) {
      all.get(i)
          .answer(
              !result.isExceptional() && result.getPayload() instanceof CommandBatch.Answers answers
                  ? parts.result(answers.answers().get(i))
                  : result);
    }
  }

  private CommandResultMessage<?> ask(CommandMessage<?> command) {
    return guard
        .<CommandResultMessage<?>>ask(() -> {
          CompletableFuture<CommandResultMessage<?>> answer = new CompletableFuture<>();
          super.<Object, Object>dispatch(
              GenericCommandMessage.asCommandMessage(command),
              (_, result) -> answer.complete(result));
          return answer;
        })
        .<CommandResultMessage<?>>handle(ServerCommandBus::received)
        .join();
  }

  private static CommandResultMessage<?> received(
      @Nullable CommandResultMessage<?> result, @Nullable Throwable failure) {
    if (result == null) {
      return GenericCommandResultMessage.asCommandResultMessage(
          LocalCommands.received(failure == null ? new TimeoutException() : failure));
    }
    return result.isExceptional()
        ? GenericCommandResultMessage.asCommandResultMessage(
            LocalCommands.received(result.exceptionResult()))
        : result;
  }
}
