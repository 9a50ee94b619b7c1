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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What people can ask of a conversation. `by` is who asks: always the signed-in person, never what
/// a payload says.
public sealed interface ConversationCommand extends Command {
  ConversationId conversation();

  PersonId by();

  @Override
  default String routingKey() {
    return conversation().value();
  }

  /// Opens a conversation.
  sealed interface OpeningCommand extends ConversationCommand {}

  /// What somebody may ask of a group without being a member.
  sealed interface OutsiderCommand extends ConversationCommand {}

  /// What only members may ask of a group.
  sealed interface MemberCommand extends ConversationCommand {}

  /// What members may do with messages.
  sealed interface MessageCommand extends ConversationCommand {}

  /// Opens the private chat of two people; the same two people always meet in the same one.
  record OpenDirect(PersonId by, PersonId with) implements OpeningCommand {
    public OpenDirect {
      if (by.equals(with)) {
        throw new Rejected(Reason.WITH_YOURSELF);
      }
    }

    @Override
    public ConversationId conversation() {
      return ConversationId.ofDirect(by, with);
    }
  }

  /// Creates a group with its creator as owner.
  ///
  /// @param open anyone may join, and members add members; otherwise owners and moderators add them
  /// @param history who joins sees what was said before
  /// @param gathering whose conversation it is; null for an ordinary group
  record CreateGroup(
      PersonId by,
      CommandKey key,
      String name,
      List<PersonId> members,
      boolean open,
      boolean history,
      @Nullable GatheringId gathering)
      implements OpeningCommand {
    public CreateGroup {
      name = Texts.requireName(name);
      members = members.stream().filter(member -> !member.equals(by)).distinct().toList();
    }

    /// An ordinary group.
    public CreateGroup(
        PersonId by,
        CommandKey key,
        String name,
        List<PersonId> members,
        boolean open,
        boolean history) {
      this(by, key, name, members, open, history, null);
    }

    @Override
    public ConversationId conversation() {
      return ConversationId.ofGroup(by, key);
    }
  }

  record JoinGroup(ConversationId conversation, PersonId by) implements OutsiderCommand {}

  record LeaveGroup(ConversationId conversation, PersonId by) implements MemberCommand {}

  /// Lets in who goes to the gathering whose conversation it is. Follows from what people answer the
  /// gathering; nobody can ask for it.
  record AdmitAttendee(ConversationId conversation, PersonId by) implements OutsiderCommand {}

  /// As [AdmitAttendee], for who goes no more.
  record DismissAttendee(ConversationId conversation, PersonId by) implements OutsiderCommand {}

  /// Accepts an invitation to a group, or the request that a private chat began with.
  record AcceptConversation(ConversationId conversation, PersonId by)
      implements ConversationCommand {}

  /// Puts somebody into a group, or invites them when they want to be asked.
  record AddMember(ConversationId conversation, PersonId by, PersonId person)
      implements MemberCommand {}

  /// @param ban for good: also for who is no member now
  record RemoveMember(ConversationId conversation, PersonId by, PersonId person, boolean ban)
      implements MemberCommand {}

  record LiftBan(ConversationId conversation, PersonId by, PersonId person)
      implements MemberCommand {}

  record ChangeRole(ConversationId conversation, PersonId by, PersonId person, Role role)
      implements MemberCommand {}

  record RenameGroup(ConversationId conversation, PersonId by, String name)
      implements MemberCommand {
    public RenameGroup {
      name = Texts.requireName(name);
    }
  }

  /// Gives a group a picture.
  ///
  /// @param image one that who asks has given; null takes the picture away
  record ChangeGroupAvatar(ConversationId conversation, PersonId by, @Nullable ImageId image)
      implements MemberCommand {}

  /// Says something: a text, pictures, or both.
  ///
  /// @param replyTo position of the message that this one answers
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
        Texts.requireText(text);
      }
      if ((text == null || Texts.isBlank(text)) && images.isEmpty()) {
        throw new Rejected(Reason.EMPTY_MESSAGE);
      }
      images = List.copyOf(images);
      mentions = mentions.stream().distinct().toList();
    }
  }

  /// Says something else instead.
  ///
  /// @param mentions who is mentioned from now on; null leaves that as it is
  record EditMessage(
      ConversationId conversation,
      PersonId by,
      long position,
      String text,
      @Nullable List<PersonId> mentions)
      implements MessageCommand {
    public EditMessage {
      mentions = mentions == null ? null : mentions.stream().distinct().toList();
      Texts.requireText(text);
      if (Texts.isBlank(text)) {
        throw new Rejected(Reason.EMPTY_MESSAGE);
      }
    }
  }

  record DeleteMessage(ConversationId conversation, PersonId by, long position)
      implements MessageCommand {}

  record AddReaction(ConversationId conversation, PersonId by, long position, String emoji)
      implements MessageCommand {
    public AddReaction {
      emoji = Texts.requireEmoji(emoji);
    }
  }

  record RemoveReaction(ConversationId conversation, PersonId by, long position, String emoji)
      implements MessageCommand {
    public RemoveReaction {
      emoji = Texts.requireEmoji(emoji);
    }
  }

  record PinMessage(ConversationId conversation, PersonId by, long position)
      implements MessageCommand {}

  record UnpinMessage(ConversationId conversation, PersonId by, long position)
      implements MessageCommand {}
}
