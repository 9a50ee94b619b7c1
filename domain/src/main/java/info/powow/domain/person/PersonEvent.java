package info.powow.domain.person;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Tag;
import info.powow.domain.identity.Handle;
import info.powow.domain.image.Picture;
import info.powow.domain.place.Cell;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change of a person's profile or settings.
public sealed interface PersonEvent {
  PersonId personId();

  Instant at();

  record ProfileCreated(PersonId personId, Handle handle, String displayName, Instant at)
      implements PersonEvent {}

  /// The whole profile as it is from now on.
  record ProfileChanged(
      PersonId personId,
      String displayName,
      String about,
      Discoverability discoverable,
      List<Tag> interests,
      Instant at)
      implements PersonEvent {}

  /// Who may do what with the person, as it is from now on.
  record ConsentChanged(PersonId personId, MayAdd mayAddMe, MayWrite mayWriteMe, Instant at)
      implements PersonEvent {}

  /// @param inviter who is told, and nobody else
  /// @param invitation its position in the group
  record InvitationDeclined(
      PersonId personId,
      ConversationId conversationId,
      PersonId inviter,
      long invitation,
      Instant at)
      implements PersonEvent {}

  /// An invitation of the inviter was declined that was not into a group. Nobody is told of it by
  /// this.
  record InviterRefused(PersonId personId, PersonId inviter, Instant at) implements PersonEvent {}

  /// Nobody is told.
  record RequestDeclined(PersonId personId, ConversationId conversationId, Instant at)
      implements PersonEvent {}

  /// @param avatar null when the person shows no picture any more
  record AvatarChanged(PersonId personId, @Nullable Picture avatar, Instant at)
      implements PersonEvent {}

  /// The person is in another cell, or still in this one after a while. Nothing more exact is kept.
  record PlaceUpdated(PersonId personId, Cell cell, Instant at) implements PersonEvent {}

  record PersonBlocked(PersonId personId, PersonId blocked, Instant at) implements PersonEvent {}

  record PersonUnblocked(PersonId personId, PersonId unblocked, Instant at)
      implements PersonEvent {}

  record ConversationMuted(
      PersonId personId, ConversationId conversationId, Instant until, Instant at)
      implements PersonEvent {}

  record ConversationUnmuted(PersonId personId, ConversationId conversationId, Instant at)
      implements PersonEvent {}
}
