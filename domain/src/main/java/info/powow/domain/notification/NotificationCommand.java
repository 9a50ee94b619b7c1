package info.powow.domain.notification;

import info.powow.domain.Command;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import org.jspecify.annotations.Nullable;

/// A command about what a person wants to be told of. `by` is the signed-in person.
public sealed interface NotificationCommand extends Command {
  PersonId by();

  @Override
  default String routingKey() {
    return by().value();
  }

  /// Replaces the general settings.
  record ChangeNotifications(PersonId by, NotificationSettings settings)
      implements NotificationCommand {}

  /// Sets another level for one conversation.
  ///
  /// @param level null returns to the general one
  record ChangeConversationLevel(PersonId by, ConversationId conversation, @Nullable Level level)
      implements NotificationCommand {}
}
