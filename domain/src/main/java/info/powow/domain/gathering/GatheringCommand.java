package info.powow.domain.gathering;

import info.powow.domain.Command;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Tag;
import info.powow.domain.place.Place;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// A command about a gathering. `by` is the signed-in person.
public sealed interface GatheringCommand extends Command {
  GatheringId gathering();

  PersonId by();

  @Override
  default String routingKey() {
    return gathering().value();
  }

  /// The key under which a gathering's conversation is created.
  static CommandKey conversationKey(GatheringId gathering) {
    return new CommandKey(gathering.value());
  }

  /// @param conversation whether attendees get a conversation
  record PublishGathering(
      PersonId by,
      CommandKey key,
      Announcement announcement,
      Schedule schedule,
      boolean conversation)
      implements GatheringCommand {
    @Override
    public GatheringId gathering() {
      return GatheringId.of(by, key);
    }

    /// Null if it has none.
    public @Nullable ConversationId conversationId() {
      return conversation ? ConversationId.ofGroup(by, conversationKey(gathering())) : null;
    }
  }

  /// Changes the given fields; null leaves a field unchanged.
  record ChangeGathering(
      GatheringId gathering,
      PersonId by,
      @Nullable String title,
      @Nullable String text,
      @Nullable Tag category,
      @Nullable Place place,
      @Nullable Integer capacity,
      @Nullable Instant start,
      @Nullable Instant end,
      @Nullable ZoneId zone)
      implements GatheringCommand {}

  /// @param image a picture uploaded by the host; null removes the gathering's picture
  record ChangeGatheringPicture(GatheringId gathering, PersonId by, @Nullable ImageId image)
      implements GatheringCommand {}

  record CancelGathering(GatheringId gathering, PersonId by) implements GatheringCommand {}

  record AnswerGathering(GatheringId gathering, PersonId by, Answer answer)
      implements GatheringCommand {}

  /// Frees the place of somebody who was banned from the gathering's conversation. Follows from the
  /// ban; clients cannot send it.
  ///
  /// @param by the banned person
  record DismissBanned(GatheringId gathering, PersonId by) implements GatheringCommand {}
}
