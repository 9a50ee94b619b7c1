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

/// The command bus of this process, for commands that arrive from Axon Server.
///
/// Commands with the same routing key are handled in order of arrival, so that messages sent in
/// quick succession keep their order.
///
/// Refusals are converted to a form that can be transmitted, because exceptions cannot.
record LocalCommands(
    CommandBus local,
    RoutingStrategy routing,
    CommandBatchCodec parts,
    KeyedSerialExecutor<Runnable> inOrder)
    implements CommandBus {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCommands.class);

  /// Restores a refusal on the receiving side. Any other failure is one of transport: there was no
  /// handler, the connection broke, or Axon Server is unavailable.
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

  /// Handles them one after the other; the answer completes with the last one.
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
