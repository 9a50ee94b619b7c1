package info.powow.axon.bus;

import info.powow.domain.Command;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.distributed.RoutingStrategy;

/// Routes all commands about one thing to the same node while it is alive, so that its state is
/// cached there ([Command#routingKey]).
public final class CommandRouting implements RoutingStrategy {

  @Override
  public String getRoutingKey(CommandMessage<?> command) {
    return switch (command.getPayload()) {
      case Command asked -> asked.routingKey();
      case CommandBatch batch -> batch.key();
      // Messages between nodes are addressed by name, so any key will do.
      case Object _ when command.getCommandName().contains(ClusterMembers.ADDRESSED) ->
          command.getIdentifier();
      case Object unknown ->
          throw new IllegalArgumentException(
              unknown.getClass().getName() + " is no " + Command.class.getSimpleName());
    };
  }
}
