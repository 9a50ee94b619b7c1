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
      displayName = Texts.requireName(displayName);
    }
  }

  /// Changes what is given and leaves the rest.
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
        displayName = Texts.requireName(displayName);
      }
      if (about != null) {
        Texts.requireText(about);
        if (Texts.utf8Length(about) > MAX_ABOUT_BYTES) {
          throw new Rejected(Reason.TEXT_TOO_LONG);
        }
      }
      if (interests != null) {
        interests = Tag.require(interests);
      }
    }
  }

  /// Changes who may do what with the person; leaves what is not given.
  record ChangeConsent(PersonId by, @Nullable MayAdd mayAddMe, @Nullable MayWrite mayWriteMe)
      implements PersonCommand {}

  /// Declines the invitations to a group, or the request that a private chat began with.
  record DeclineConversation(PersonId by, ConversationId conversation) implements PersonCommand {}

  /// Counts an invitation that the person has declined elsewhere against who invited them. Follows
  /// from declining to speak for a service.
  record RefuseInviter(PersonId by, PersonId inviter) implements PersonCommand {}

  /// Shows a picture with the profile.
  ///
  /// @param image one that the person has given; null takes the picture away
  record ChangeAvatar(PersonId by, @Nullable ImageId image) implements PersonCommand {}

  /// Says where the person is. What becomes known of it, and when, is decided.
  record UpdatePlace(PersonId by, Point point) implements PersonCommand {}

  record BlockPerson(PersonId by, PersonId person) implements PersonCommand {
    public BlockPerson {
      if (by.equals(person)) {
        throw new Rejected(Reason.WITH_YOURSELF);
      }
    }
  }

  record UnblockPerson(PersonId by, PersonId person) implements PersonCommand {}

  /// Silences a conversation until a time; without one, ends the silence.
  ///
  /// @param until in milliseconds, as the log keeps it; before the year 10000, beyond which RFC
  ///     3339 cannot write it
  record MuteConversation(PersonId by, ConversationId conversation, @Nullable Instant until)
      implements PersonCommand {
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    public MuteConversation {
      if (until != null) {
        if (!until.isBefore(END)) {
          throw new Rejected(Reason.INVALID_TIME);
        }
        until = until.truncatedTo(ChronoUnit.MILLIS);
      }
    }
  }
}
