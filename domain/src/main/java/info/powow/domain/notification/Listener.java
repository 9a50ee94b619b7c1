package info.powow.domain.notification;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.notification.Audience.Member;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a person wants to be told of, and where.
///
/// @param blocked whom they have blocked
/// @param muted until when they have muted conversations
/// @param devices at most [FindDevices#MAX_DEVICES], the newest
public record Listener(
    PersonId person,
    Set<PersonId> blocked,
    Map<ConversationId, Instant> muted,
    NotificationPreferences preferences,
    List<Device.Registered> devices) {

  /// How they stand to a message.
  ///
  /// @param as their membership of the conversation
  /// @param author who wrote it
  /// @param authorsBlocked whom the author has blocked
  public Recipient of(
      ConversationId conversation,
      long position,
      Member as,
      PersonId author,
      Set<PersonId> authorsBlocked) {
    return new Recipient(
        person,
        as.visible().sees(position),
        block(author, authorsBlocked),
        as.request(),
        muted.get(conversation),
        preferences.settings(),
        preferences.levels().get(conversation));
  }

  /// @param authorsBlocked whom the author has blocked
  public Block block(PersonId author, Set<PersonId> authorsBlocked) {
    if (blocked.contains(author)) {
      return Block.BY_RECIPIENT;
    }
    return authorsBlocked.contains(person) ? Block.BY_AUTHOR : Block.NONE;
  }
}
