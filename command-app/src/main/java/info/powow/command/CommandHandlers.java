package info.powow.command;

import info.powow.domain.Command;
import java.util.Arrays;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandBus;

/// Subscribes one handler to all commands of a sealed family, so that a new command needs no
/// wiring.
public final class CommandHandlers {
  private CommandHandlers() {}

  /// Handles a command of a family.
  @FunctionalInterface
  public interface Handler<C extends Command> {
    Object handle(C command) throws Exception;
  }

  public static <C extends Command> void subscribe(
      CommandBus bus, Class<C> family, Handler<C> handler) {
    leavesOf(family)
        .forEach(type ->
            bus.subscribe(
                type.getName(), message -> handler.handle(family.cast(message.getPayload()))));
  }

  private static Stream<Class<?>> leavesOf(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(CommandHandlers::leavesOf)
        : Stream.of(type);
  }
}
