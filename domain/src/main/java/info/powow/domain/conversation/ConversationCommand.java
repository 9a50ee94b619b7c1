package info.powow.domain.conversation;

import info.powow.domain.Command;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Texts;
import info.powow.domain.place.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command to a conversation. `by` is the signed-in person, whatever the payload says.
public sealed interface ConversationCommand extends Command {
  ConversationId conversation();

  PersonId by();

  @Override
  default String routingKey() {
    return conversation().value();
  }

  /// Opens a conversation.
  sealed interface OpeningCommand extends ConversationCommand {}

  /// A command to a group that does not require membership.
  sealed interface OutsiderCommand extends ConversationCommand {}

  /// A command to a group that requires membership.
  sealed interface MemberCommand extends ConversationCommand {}

  /// A command about messages. Requires membership.
  sealed interface MessageCommand extends ConversationCommand {}

  /// Opens the private chat of two people. Two people have only one.
  record OpenDirect(PersonId by, PersonId with) implements OpeningCommand {
    public OpenDirect {
      if (by.equals(with)) {
        throw Rejected.at("with", Reason.WITH_YOURSELF);
      }
    }

    @Override
    public ConversationId conversation() {
      return ConversationId.ofDirect(by, with);
    }
  }

  /// Creates a group with its creator as owner.
  ///
  /// @param open whether anybody may join and every member may add others; otherwise only owners and
  ///     moderators add members
  /// @param history whether new members see earlier messages
  /// @param gathering the gathering whose conversation this is; null for an ordinary group
  /// @param place where an open group is found; null for nowhere
  record CreateGroup(
      PersonId by,
      CommandKey key,
      String name,
      List<PersonId> members,
      boolean open,
      boolean history,
      @Nullable GatheringId gathering,
      @Nullable Place place)
      implements OpeningCommand {
    public CreateGroup {
      name = Texts.requireName("name", name);
      if (place != null && !open) {
        throw Rejected.at("place", Reason.GROUP_NOT_OPEN);
      }
      members = members.stream().filter(member -> !member.equals(by)).distinct().toList();
    }

    /// An ordinary group without a place.
    public CreateGroup(
        PersonId by,
        CommandKey key,
        String name,
        List<PersonId> members,
        boolean open,
        boolean history) {
      this(by, key, name, members, open, history, null, null);
    }

    @Override
    public ConversationId conversation() {
      return ConversationId.ofGroup(by, key);
    }
  }

  record JoinGroup(ConversationId conversation, PersonId by) implements OutsiderCommand {}

  record LeaveGroup(ConversationId conversation, PersonId by) implements MemberCommand {}

  /// Admits an attendee to the conversation of a gathering. Follows from an answer to the gathering;
  /// clients cannot send it.
  record AdmitAttendee(ConversationId conversation, PersonId by) implements OutsiderCommand {}

  /// Removes somebody who no longer attends the gathering. Clients cannot send it.
  record DismissAttendee(ConversationId conversation, PersonId by) implements OutsiderCommand {}

  /// Says that the words of a person in this conversation are gone, and ends their membership of a
  /// group. Follows from the erasure of the person; clients cannot send it.
  record EraseAuthor(ConversationId conversation, PersonId by) implements ConversationCommand {}

  /// Accepts an invitation to a group, or a request in a private chat.
  record AcceptConversation(ConversationId conversation, PersonId by)
      implements ConversationCommand {}

  /// Adds somebody to a group, or invites them if their consent is needed.
  record AddMember(ConversationId conversation, PersonId by, PersonId person)
      implements MemberCommand {}

  /// @param ban whether to keep the person out permanently; also allowed for people who are not
  ///     members
  record RemoveMember(ConversationId conversation, PersonId by, PersonId person, boolean ban)
      implements MemberCommand {}

  record LiftBan(ConversationId conversation, PersonId by, PersonId person)
      implements MemberCommand {}

  record ChangeRole(ConversationId conversation, PersonId by, PersonId person, Role role)
      implements MemberCommand {}

  record RenameGroup(ConversationId conversation, PersonId by, String name)
      implements MemberCommand {
    public RenameGroup {
      name = Texts.requireName("name", name);
    }
  }

  /// Sets a group's picture.
  ///
  /// @param image a picture uploaded by the same person; null removes the group's picture
  record ChangeGroupAvatar(ConversationId conversation, PersonId by, @Nullable ImageId image)
      implements MemberCommand {}

  /// Sets the place where an open group is found. Everybody may see it.
  ///
  /// @param place null removes the group's place
  record ChangeGroupPlace(ConversationId conversation, PersonId by, @Nullable Place place)
      implements MemberCommand {}

  /// Sends a text, pictures, or both.
  ///
  /// @param replyTo the position of the message that this one replies to
  record SendMessage(
      ConversationId conversation,
      PersonId by,
      CommandKey key,
      @Nullable String text,
      List<ImageId> images,
      @Nullable Long replyTo,
      List<PersonId> mentions)
      implements MessageCommand {
    public SendMessage {
      if (text != null) {
        Texts.requireText("text", text);
      }
      if ((text == null || Texts.isBlank(text)) && images.isEmpty()) {
        throw Rejected.at("text", Reason.EMPTY_MESSAGE);
      }
      images = List.copyOf(images);
      mentions = mentions.stream().distinct().toList();
    }
  }

  /// Replaces the text of a message.
  ///
  /// @param mentions the people mentioned from now on; null leaves the mentions unchanged
  record EditMessage(
      ConversationId conversation,
      PersonId by,
      long position,
      String text,
      @Nullable List<PersonId> mentions)
      implements MessageCommand {
    public EditMessage {
      mentions = mentions == null ? null : mentions.stream().distinct().toList();
      Texts.requireText("text", text);
      if (Texts.isBlank(text)) {
        throw Rejected.at("text", Reason.EMPTY_MESSAGE);
      }
    }
  }

  record DeleteMessage(ConversationId conversation, PersonId by, long position)
      implements MessageCommand {}

  record AddReaction(ConversationId conversation, PersonId by, long position, String emoji)
      implements MessageCommand {
    public AddReaction {
      emoji = Texts.requireEmoji("emoji", emoji);
    }
  }

  record RemoveReaction(ConversationId conversation, PersonId by, long position, String emoji)
      implements MessageCommand {
    public RemoveReaction {
      emoji = Texts.requireEmoji("emoji", emoji);
    }
  }

  record PinMessage(ConversationId conversation, PersonId by, long position)
      implements MessageCommand {}

  record UnpinMessage(ConversationId conversation, PersonId by, long position)
      implements MessageCommand {}
}
