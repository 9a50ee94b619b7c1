package info.powow.eventlog.bus;

import info.powow.domain.conversation.ConversationCommand;
import info.powow.domain.conversation.ReadCommand;
import info.powow.domain.gathering.GatheringCommand;
import info.powow.domain.identity.AccountCommand;
import info.powow.domain.identity.SessionCommand;
import info.powow.domain.image.ImageCommand;
import info.powow.domain.person.PersonCommand;
import info.powow.domain.presence.RecordLastSeen;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.distributed.RoutingStrategy;

/// All commands about one conversation go to the same process while it lives, where the conversation
/// is kept in memory; likewise those about one person and one handle.
///
/// Nothing depends on it: who decides on an old state is refused by the log, and decides again.
public final class CommandRouting implements RoutingStrategy {

  @Override
  public String getRoutingKey(CommandMessage<?> command) {
    return switch (command.getPayload()) {
      case ConversationCommand conversation -> conversation.conversation().value();
      case ReadCommand read -> read.conversation().value();
      case PersonCommand person -> person.by().value();
      case SessionCommand session -> session.person().value();
      case AccountCommand account -> account.handle().value();
      case GatheringCommand gathering -> gathering.gathering().value();
      case ImageCommand image -> image.image().value();
      case RecordLastSeen seen -> seen.person().value();
      case Together together -> together.key();
      default -> command.getIdentifier();
    };
  }
}
