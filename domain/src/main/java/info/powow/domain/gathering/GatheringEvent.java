package info.powow.domain.gathering;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event of a gathering.
public sealed interface GatheringEvent {
  GatheringId gatheringId();

  Instant at();

  /// @param conversationId the attendees' conversation, if there is one
  record GatheringPublished(
      GatheringId gatheringId,
      CommandKey key,
      PersonId host,
      Announcement announcement,
      Schedule schedule,
      @Nullable ConversationId conversationId,
      Instant at)
      implements GatheringEvent {}

  /// Contains the complete new announcement.
  record GatheringChanged(GatheringId gatheringId, Announcement announcement, Instant at)
      implements GatheringEvent {}

  record GatheringRescheduled(GatheringId gatheringId, Schedule schedule, Instant at)
      implements GatheringEvent {}

  record GatheringCancelled(GatheringId gatheringId, Instant at) implements GatheringEvent {}

  /// @param going the number of attendees after this answer
  /// @param interested the number of people who may attend
  record GatheringAnswered(
      GatheringId gatheringId,
      PersonId personId,
      Answer answer,
      int going,
      int interested,
      Instant at)
      implements GatheringEvent {}
}
