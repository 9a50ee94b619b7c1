package info.powow.domain.person;

import info.powow.domain.Command;
import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Tag;
import info.powow.domain.Texts;
import info.powow.domain.identity.Handle;
import info.powow.domain.place.Point;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command about one's own profile or settings. `by` is the signed-in person.
public sealed interface PersonCommand extends Command {
  PersonId by();

  @Override
  default String routingKey() {
    return by().value();
  }

  record CreateProfile(PersonId by, Handle handle, String displayName) implements PersonCommand {
    public CreateProfile {
      displayName = Texts.requireName("displayName", displayName);
    }
  }

  /// Changes the given fields; null leaves a field unchanged.
  record ChangeProfile(
      PersonId by,
      @Nullable String displayName,
      @Nullable String about,
      @Nullable Discoverability discoverable,
      @Nullable List<Tag> interests)
      implements PersonCommand {
    private static final int MAX_ABOUT_BYTES = 2_048;

    public ChangeProfile {
      if (displayName != null) {
        displayName = Texts.requireName("displayName", displayName);
      }
      if (about != null) {
        Texts.requireText("about", about, MAX_ABOUT_BYTES);
      }
      if (interests != null) {
        List<Tag> given = interests;
        interests = Rejected.at("interests", () -> Tag.require(given));
      }
    }
  }

  /// Changes the person's consent settings; null leaves a setting unchanged.
  record ChangeConsent(PersonId by, @Nullable MayAdd mayAddMe, @Nullable MayWrite mayWriteMe)
      implements PersonCommand {}

  /// Declines the invitations to a group, or the request in a private chat.
  record DeclineConversation(PersonId by, ConversationId conversation) implements PersonCommand {}

  /// Counts an invitation that the person declined elsewhere against its inviter. Follows from
  /// declining to speak for a service.
  record RefuseInviter(PersonId by, PersonId inviter) implements PersonCommand {}

  /// Sets the picture of the profile.
  ///
  /// @param image a picture uploaded by the same person; null removes the picture of the profile
  record ChangeAvatar(PersonId by, @Nullable ImageId image) implements PersonCommand {}

  /// Reports where the person is. The decision determines what is disclosed, and when.
  record UpdatePlace(PersonId by, Point point) implements PersonCommand {}

  /// Says that the key of the person is destroyed. Follows from an erasure; clients cannot send it.
  record ErasePerson(PersonId by) implements PersonCommand {}

  record BlockPerson(PersonId by, PersonId person) implements PersonCommand {
    public BlockPerson {
      if (by.equals(person)) {
        throw Rejected.at("personId", Reason.WITH_YOURSELF);
      }
    }
  }

  record UnblockPerson(PersonId by, PersonId person) implements PersonCommand {}

  /// Mutes a conversation until a time, or unmutes it.
  ///
  /// @param until in milliseconds, the precision of the log; before the year 10000, the last that
  ///     RFC 3339 can express; null unmutes
  record MuteConversation(PersonId by, ConversationId conversation, @Nullable Instant until)
      implements PersonCommand {
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    public MuteConversation {
      if (until != null) {
        if (!until.isBefore(END)) {
          throw Rejected.at("until", Reason.INVALID_TIME);
        }
        until = until.truncatedTo(ChronoUnit.MILLIS);
      }
    }
  }

  /// Changes how the person keeps a conversation in their inbox; null leaves a part unchanged.
  record ArrangeConversation(
      PersonId by,
      ConversationId conversation,
      @Nullable InboxSection section,
      @Nullable Boolean unread)
      implements PersonCommand {}
}
