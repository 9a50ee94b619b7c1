package info.powow.axon.bus;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.commandhandling.distributed.RoutingStrategy;
import org.axonframework.common.Registration;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bus of this process, for the commands that Axon Server brings.
///
/// Commands with the same routing key are handled in the order in which they came: what somebody
/// says quickly, one after the other, stands so in the conversation.
///
/// A refusal is put where it is taken along: an exception does not travel, what is said with it
/// does.
record LocalCommands(
    CommandBus local,
    RoutingStrategy routing,
    CommandBatchCodec parts,
    KeyedSerialExecutor<Runnable> inOrder)
    implements CommandBus {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCommands.class);

  /// The same refusal on the other side. Whatever else went wrong than in a handler went wrong on the
  /// way there or back: nobody was there, the connection broke, or Axon Server is away.
  static Throwable received(Throwable failure) {
    return switch (failure) {
      case CommandExecutionException carried ->
          carriedRefusal(carried).<Throwable>map(Function.identity()).orElse(carried);
      case Rejected refusal -> refusal;
      default -> {
        LOG.debug("a command was not answered", failure);
        yield new Rejected(Reason.LOG_UNAVAILABLE);
      }
    };
  }

  private static Optional<Rejected> carriedRefusal(CommandExecutionException carried) {
    return carried.getDetails().flatMap(CommandBatchCodec::refusal);
  }

  @Override
  public <C> void dispatch(CommandMessage<C> command) {
    local.dispatch(command);
  }

  @Override
  public <C, R> void dispatch(
      CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
    String key = String.valueOf(routing.getRoutingKey(command));
    inOrder.add(
        key,
        command.getPayload() instanceof CommandBatch together
            ? () -> handle(command, together, callback)
            : () -> handle(command, callback));
  }

  /// One after the other; the answer is complete when the last of them is.
  private <C, R> void handle(
      CommandMessage<C> command,
      CommandBatch together,
      CommandCallback<? super C, ? super R> callback) {
    List<CompletableFuture<CommandBatch.Answer>> answers =
        together.commands().stream().map(this::handle).toList();
    CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .thenRun(() ->
            callback.onResult(
                command,
                GenericCommandResultMessage.asCommandResultMessage(
                    new CommandBatch.Answers(
                        answers.stream().map(CompletableFuture::join).toList()))));
  }

  private CompletableFuture<CommandBatch.Answer> handle(CommandBatch.Part part) {
    CompletableFuture<CommandBatch.Answer> answer = new CompletableFuture<>();
    try {
      local.<Object, Object>dispatch(
          GenericCommandMessage.asCommandMessage(parts.command(part)),
          (_, result) -> answer.complete(parts.answer(result)));
    } catch (RuntimeException e) {
      answer.complete(parts.answer(GenericCommandResultMessage.asCommandResultMessage(e)));
    }
    return answer;
  }

  private <C, R> void handle(
      CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
    try {
      local.<C, R>dispatch(
          command, (handled, result) -> callback.onResult(handled, withRefusal(result)));
    } catch (RuntimeException e) {
      callback.onResult(command, GenericCommandResultMessage.asCommandResultMessage(e));
    }
  }

  private static <R> CommandResultMessage<? extends R> withRefusal(
      CommandResultMessage<? extends R> result) {
    return result.isExceptional() && result.exceptionResult() instanceof Rejected refusal
        ? GenericCommandResultMessage.asCommandResultMessage(
            new CommandExecutionException(
                refusal.reason().code(), refusal, CommandBatchCodec.written(refusal)))
        : result;
  }

  @Override
  public Registration subscribe(
      String commandName, MessageHandler<? super CommandMessage<?>> handler) {
    return local.subscribe(commandName, handler);
  }

  @Override
  public Registration registerHandlerInterceptor(
      MessageHandlerInterceptor<? super CommandMessage<?>> interceptor) {
    return local.registerHandlerInterceptor(interceptor);
  }

  @Override
  public Registration registerDispatchInterceptor(
      MessageDispatchInterceptor<? super CommandMessage<?>> interceptor) {
    return local.registerDispatchInterceptor(interceptor);
  }
}
