package info.powow.domain.gathering;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.Public;
import info.powow.domain.image.Picture;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event of a gathering.
public sealed interface GatheringEvent {
  GatheringId gatheringId();

  Instant at();

  /// @param conversationId the attendees' conversation, if there is one
  record GatheringPublished(
      @Owner GatheringId gatheringId,
      @Personal CommandKey key,
      PersonId host,
      @Personal Announcement announcement,
      @Public Schedule schedule,
      @Nullable ConversationId conversationId,
      Instant at)
      implements GatheringEvent {}

  /// Contains the complete new announcement.
  ///
  /// @param moved whether the place is another one than before
  record GatheringChanged(
      @Owner GatheringId gatheringId,
      @Personal Announcement announcement,
      @Public boolean moved,
      Instant at)
      implements GatheringEvent {}

  /// The picture belongs to the host, and is erased with them.
  ///
  /// @param picture null if it was removed
  record GatheringPictureChanged(
      GatheringId gatheringId, @Personal @Nullable Picture picture, @Owner PersonId by, Instant at)
      implements GatheringEvent {}

  record GatheringRescheduled(GatheringId gatheringId, @Public Schedule schedule, Instant at)
      implements GatheringEvent {}

  record GatheringCancelled(GatheringId gatheringId, Instant at) implements GatheringEvent {}

  /// @param going the number of attendees after this answer
  /// @param interested the number of people who may attend
  record GatheringAnswered(
      GatheringId gatheringId,
      PersonId personId,
      Answer answer,
      @Public int going,
      @Public int interested,
      Instant at)
      implements GatheringEvent {}
}
