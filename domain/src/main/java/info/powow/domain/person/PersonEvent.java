package info.powow.domain.person;

import info.powow.domain.ConversationId;
import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.Public;
import info.powow.domain.Tag;
import info.powow.domain.identity.Handle;
import info.powow.domain.image.Picture;
import info.powow.domain.place.Cell;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event of a person's profile or settings.
public sealed interface PersonEvent {
  PersonId personId();

  Instant at();

  record ProfileCreated(
      @Owner PersonId personId, @Personal Handle handle, @Personal String displayName, Instant at)
      implements PersonEvent {}

  /// Contains the complete new profile.
  record ProfileChanged(
      @Owner PersonId personId,
      @Personal String displayName,
      @Personal String about,
      @Personal Discoverability discoverable,
      @Personal List<Tag> interests,
      Instant at)
      implements PersonEvent {}

  /// Contains the complete new consent settings.
  record ConsentChanged(PersonId personId, MayAdd mayAddMe, MayWrite mayWriteMe, Instant at)
      implements PersonEvent {}

  /// @param inviter the only other person who is notified
  /// @param invitation the position of the invitation in the group
  record InvitationDeclined(
      PersonId personId,
      ConversationId conversationId,
      PersonId inviter,
      @Public long invitation,
      Instant at)
      implements PersonEvent {}

  /// The person declined an invitation that was not to a group. This event notifies nobody.
  record InviterRefused(PersonId personId, PersonId inviter, Instant at) implements PersonEvent {}

  /// Notifies nobody.
  record RequestDeclined(PersonId personId, ConversationId conversationId, Instant at)
      implements PersonEvent {}

  /// @param avatar null if the picture was removed
  record AvatarChanged(@Owner PersonId personId, @Personal @Nullable Picture avatar, Instant at)
      implements PersonEvent {}

  /// The person is in another cell, or still in the same one after the refresh interval. Nothing
  /// more precise is stored.
  record PlaceUpdated(@Owner PersonId personId, @Personal Cell cell, Instant at)
      implements PersonEvent {}

  /// The account was erased: the key of the person is destroyed.
  record PersonErased(PersonId personId, Instant at) implements PersonEvent {}

  record PersonBlocked(PersonId personId, PersonId blocked, Instant at) implements PersonEvent {}

  record PersonUnblocked(PersonId personId, PersonId unblocked, Instant at)
      implements PersonEvent {}

  record ConversationMuted(
      PersonId personId, ConversationId conversationId, Instant until, Instant at)
      implements PersonEvent {}

  record ConversationUnmuted(PersonId personId, ConversationId conversationId, Instant at)
      implements PersonEvent {}

  /// Contains the complete new arrangement. Notifies nobody else.
  record ConversationArranged(
      PersonId personId,
      ConversationId conversationId,
      InboxSection section,
      boolean unread,
      Instant at)
      implements PersonEvent {}
}
