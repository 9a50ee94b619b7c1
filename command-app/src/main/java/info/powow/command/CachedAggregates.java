package info.powow.command;

import info.powow.axon.bus.WarmCommands;
import info.powow.domain.conversation.ConversationCommand;
import info.powow.domain.conversation.ReadCommand;
import info.powow.domain.person.PersonCommand;

/// Reports which aggregates are cached.
record CachedAggregates(CaffeineCache cache) implements WarmCommands {
  @Override
  public boolean isWarm(Object command) {
    return switch (command) {
      case ConversationCommand of -> cache.has(of.conversation().value());
      case ReadCommand of ->
          cache.has(of.conversation().value())
              && cache.has(of.conversation().value() + '~' + of.by().value());
      case PersonCommand of -> cache.has(of.by().value());
      default -> false;
    };
  }
}
