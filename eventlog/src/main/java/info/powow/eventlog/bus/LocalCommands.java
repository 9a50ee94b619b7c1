package info.powow.eventlog.bus;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.util.Arrays;
import java.util.Optional;
import org.axonframework.axonserver.connector.AxonServerException;
import org.axonframework.axonserver.connector.command.AxonServerCommandDispatchException;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.commandhandling.distributed.RoutingStrategy;
import org.axonframework.common.Registration;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.MessageHandlerInterceptor;

/// The bus of this process, for the commands that Axon Server brings.
///
/// Commands with the same routing key are handled in the order in which they came: what somebody
/// says quickly, one after the other, stands so in the conversation.
///
/// A refusal is put where it is taken along: an exception does not travel, what is said with it
/// does.
record LocalCommands(CommandBus local, RoutingStrategy routing, InOrder inOrder)
    implements CommandBus {

  /// The same refusal on the other side.
  static Throwable received(Throwable failure) {
    return switch (failure) {
      case CommandExecutionException carried ->
          carriedReason(carried).<Throwable>map(Rejected::new).orElse(carried);
      // Nobody was there to handle it, or the way to them is broken.
      case NoHandlerForCommandException _,
          AxonServerCommandDispatchException _,
          AxonServerException _ ->
          new Rejected(Reason.LOG_UNAVAILABLE);
      default -> failure;
    };
  }

  private static Optional<Reason> carriedReason(CommandExecutionException carried) {
    return carried
        .getDetails()
        .flatMap(details ->
            Arrays.stream(Reason.values())
                .filter(reason -> reason.code().equals(details))
                .findFirst());
  }

  @Override
  public <C> void dispatch(CommandMessage<C> command) {
    local.dispatch(command);
  }

  @Override
  public <C, R> void dispatch(
      CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
    inOrder.execute(
        String.valueOf(routing.getRoutingKey(command)), () -> handle(command, callback));
  }

  private <C, R> void handle(
      CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
    try {
      local.<C, R>dispatch(
          command, (handled, result) -> callback.onResult(handled, withReason(result)));
    } catch (RuntimeException e) {
      callback.onResult(command, GenericCommandResultMessage.asCommandResultMessage(e));
    }
  }

  private static <R> CommandResultMessage<? extends R> withReason(
      CommandResultMessage<? extends R> result) {
    return result.isExceptional() && result.exceptionResult() instanceof Rejected refusal
        ? GenericCommandResultMessage.asCommandResultMessage(
            new CommandExecutionException(
                refusal.reason().code(), refusal, refusal.reason().code()))
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
