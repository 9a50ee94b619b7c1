package info.powow.domain.notification;

import info.powow.domain.ConversationId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.notification.NotificationCommand.ChangeConversationLevel;
import info.powow.domain.notification.NotificationCommand.ChangeNotifications;
import info.powow.domain.notification.NotificationEvent.ConversationLevelChanged;
import info.powow.domain.notification.NotificationEvent.NotificationsChanged;
import info.powow.domain.person.OwnConversations;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a person wants to be told of.
///
/// @param levels of conversations for which another level than the general one holds
public record NotificationPreferences(
    NotificationSettings settings, Map<ConversationId, Level> levels) {
  static final int MAX_LEVELS = 1_000;

  /// What holds until a person says otherwise.
  public static final NotificationPreferences DEFAULT =
      new NotificationPreferences(NotificationSettings.DEFAULT, Map.of());

  /// @param now in milliseconds, as the log keeps it
  /// @throws Rejected with the reason, when it may not be
  public static List<NotificationEvent> decide(
      NotificationPreferences state,
      NotificationCommand command,
      OwnConversations conversations,
      Instant now) {
    return switch (command) {
      case ChangeNotifications change -> state.change(change, now);
      case ChangeConversationLevel change -> state.change(change, conversations, now);
    };
  }

  private List<NotificationEvent> change(ChangeNotifications change, Instant now) {
    NotificationSettings next = change.settings();
    return next.equals(settings)
        ? List.of()
        : List.of(
            new NotificationsChanged(
                change.by(),
                next.level(),
                next.keywords(),
                next.preview(),
                next.quiet(),
                next.digest(),
                next.nearby(),
                now));
  }

  private List<NotificationEvent> change(
      ChangeConversationLevel change, OwnConversations conversations, Instant now) {
    ConversationId conversation = change.conversation();
    Level level = change.level();
    if (level == levels.get(conversation)) {
      return List.of();
    }
    if (level != null) {
      if (!conversations.isMember(change.by(), conversation)) {
        throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
      }
      if (!levels.containsKey(conversation) && levels.size() >= MAX_LEVELS) {
        throw new Rejected(Reason.TOO_MANY_LEVELS);
      }
    }
    return List.of(new ConversationLevelChanged(change.by(), conversation, level, now));
  }

  public static NotificationPreferences evolve(
      NotificationPreferences state, NotificationEvent event) {
    return switch (event) {
      case NotificationsChanged changed ->
          new NotificationPreferences(
              new NotificationSettings(
                  changed.level(),
                  changed.keywords(),
                  changed.preview(),
                  changed.quiet(),
                  changed.digest(),
                  changed.nearby()),
              state.levels());
      case ConversationLevelChanged changed -> {
        Map<ConversationId, Level> levels = new LinkedHashMap<>(state.levels());
        if (changed.level() == null) {
          levels.remove(changed.conversationId());
        } else {
          levels.put(changed.conversationId(), changed.level());
        }
        yield new NotificationPreferences(state.settings(), Collections.unmodifiableMap(levels));
      }
    };
  }
}
