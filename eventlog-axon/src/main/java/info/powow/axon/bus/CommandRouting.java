package info.powow.axon.bus;

import info.powow.domain.Command;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.distributed.RoutingStrategy;

/// Sends all commands about one thing to the same node while it lives, where that thing is kept in
/// memory ([Command#routingKey]).
public final class CommandRouting implements RoutingStrategy {

  @Override
  public String getRoutingKey(CommandMessage<?> command) {
    return switch (command.getPayload()) {
      case Command asked -> asked.routingKey();
      case CommandBatch batch -> batch.key();
      // What nodes tell each other is addressed to one of them by name: any key leads there.
      case Object _ when command.getCommandName().contains(ClusterMembers.ADDRESSED) ->
          command.getIdentifier();
      case Object unknown ->
          throw new IllegalArgumentException(
              unknown.getClass().getName() + " is no " + Command.class.getSimpleName());
    };
  }
}
