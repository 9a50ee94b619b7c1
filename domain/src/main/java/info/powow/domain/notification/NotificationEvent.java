package info.powow.domain.notification;

import info.powow.domain.ConversationId;
import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.Tag;
import info.powow.domain.publicservice.OpeningHours;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change of what a person wants to be told of. Never exposed.
public sealed interface NotificationEvent {
  PersonId personId();

  Instant at();

  /// The general settings as they are from now on.
  record NotificationsChanged(
      @Owner PersonId personId,
      Level level,
      @Personal List<Tag> keywords,
      Preview preview,
      @Personal @Nullable OpeningHours quiet,
      @Personal @Nullable DigestTime digest,
      @Personal NearbyNotices nearby,
      Instant at)
      implements NotificationEvent {}

  /// @param level null when the general one holds again
  record ConversationLevelChanged(
      PersonId personId, ConversationId conversationId, @Nullable Level level, Instant at)
      implements NotificationEvent {}
}
