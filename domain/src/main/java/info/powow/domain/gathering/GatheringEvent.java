package info.powow.domain.gathering;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A change of a gathering.
public sealed interface GatheringEvent {
  GatheringId gatheringId();

  Instant at();

  /// @param conversationId the conversation of those who go, if it has one
  record GatheringPublished(
      GatheringId gatheringId,
      CommandKey key,
      PersonId host,
      Announcement announcement,
      Schedule schedule,
      @Nullable ConversationId conversationId,
      Instant at)
      implements GatheringEvent {}

  /// The whole announcement as it is from now on.
  record GatheringChanged(GatheringId gatheringId, Announcement announcement, Instant at)
      implements GatheringEvent {}

  record GatheringRescheduled(GatheringId gatheringId, Schedule schedule, Instant at)
      implements GatheringEvent {}

  record GatheringCancelled(GatheringId gatheringId, Instant at) implements GatheringEvent {}

  /// @param going how many go from now on
  /// @param interested how many may come
  record GatheringAnswered(
      GatheringId gatheringId,
      PersonId personId,
      Answer answer,
      int going,
      int interested,
      Instant at)
      implements GatheringEvent {}
}
