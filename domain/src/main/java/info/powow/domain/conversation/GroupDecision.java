package info.powow.domain.conversation;

import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.Conversation.Group;
import info.powow.domain.conversation.ConversationCommand.AddMember;
import info.powow.domain.conversation.ConversationCommand.AddReaction;
import info.powow.domain.conversation.ConversationCommand.ChangeGroupAvatar;
import info.powow.domain.conversation.ConversationCommand.ChangeRole;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.DeleteMessage;
import info.powow.domain.conversation.ConversationCommand.EditMessage;
import info.powow.domain.conversation.ConversationCommand.JoinGroup;
import info.powow.domain.conversation.ConversationCommand.LeaveGroup;
import info.powow.domain.conversation.ConversationCommand.OpenDirect;
import info.powow.domain.conversation.ConversationCommand.PinMessage;
import info.powow.domain.conversation.ConversationCommand.RemoveMember;
import info.powow.domain.conversation.ConversationCommand.RemoveReaction;
import info.powow.domain.conversation.ConversationCommand.RenameGroup;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.ConversationCommand.UnpinMessage;
import info.powow.domain.conversation.ConversationEvent.GroupAvatarChanged;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.conversation.ConversationEvent.MemberAdded;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MemberRemoved;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.image.Picture;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What may be done in a group, by whom.
final class GroupDecision {
  private GroupDecision() {}

  static List<ConversationEvent> create(CreateGroup create, Circumstances circumstances) {
    List<PersonId> members =
        Stream.concat(Stream.of(create.by()), create.members().stream()).toList();
    if (members.size() > circumstances.limits().maxGroupMembers()) {
      throw new Rejected(Reason.GROUP_FULL);
    }
    create.members().forEach(member -> requireAddable(member, create.by(), circumstances));
    return List.of(
        new GroupCreated(
            create.conversation(),
            create.key(),
            create.by(),
            create.name(),
            members,
            create.open(),
            create.history(),
            circumstances.now()));
  }

  static List<ConversationEvent> decide(
      Group group, ConversationCommand command, Circumstances circumstances) {
    if (command instanceof JoinGroup join) {
      return join(group, join, circumstances);
    }
    Role role =
        group
            .members()
            .roleOf(command.by())
            .orElseThrow(() -> new Rejected(Reason.CONVERSATION_NOT_FOUND));
    Talk talk = group.talk();
    Visibility visible = group.visibleTo(command.by());
    return switch (command) {
      case LeaveGroup leave -> leave(group, leave, circumstances);
      case AddMember add -> add(group, role, add, circumstances);
      case RemoveMember remove -> remove(group, role, remove, circumstances);
      case ChangeRole change -> changeRole(group, role, change, circumstances);
      case RenameGroup rename -> rename(group, role, rename, circumstances);
      case ChangeGroupAvatar change -> changeAvatar(group, role, change, circumstances);
      case SendMessage send ->
          MessageDecision.send(talk, visible, send, group.members()::has, circumstances);
      case EditMessage edit -> MessageDecision.edit(talk, visible, edit, circumstances);
      case DeleteMessage delete ->
          MessageDecision.delete(talk, visible, delete, role.mayModerate(), circumstances);
      case AddReaction add -> MessageDecision.react(talk, visible, add, circumstances);
      case RemoveReaction remove -> MessageDecision.unreact(talk, visible, remove, circumstances);
      case PinMessage pin -> {
        requireModeration(role);
        yield MessageDecision.pin(talk, visible, pin, circumstances);
      }
      case UnpinMessage unpin -> {
        requireModeration(role);
        yield MessageDecision.unpin(talk, visible, unpin, circumstances);
      }
      case JoinGroup _, CreateGroup _ -> List.of();
      case OpenDirect _ -> throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    };
  }

  private static List<ConversationEvent> join(
      Group group, JoinGroup join, Circumstances circumstances) {
    if (group.hasMember(join.by())) {
      return List.of();
    }
    if (group.members().count() == 0) {
      // The last member has left and taken the last owner along: nobody could look after who comes
      // now.
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    if (!group.open()) {
      throw new Rejected(Reason.GROUP_CLOSED);
    }
    requireRoom(group, circumstances);
    return List.of(new MemberJoined(join.conversation(), join.by(), circumstances.now()));
  }

  private static List<ConversationEvent> leave(
      Group group, LeaveGroup leave, Circumstances circumstances) {
    if (group.members().isLastOwner(leave.by()) && group.members().count() > 1) {
      throw new Rejected(Reason.LAST_OWNER);
    }
    return List.of(new MemberLeft(leave.conversation(), leave.by(), circumstances.now()));
  }

  private static List<ConversationEvent> add(
      Group group, Role role, AddMember add, Circumstances circumstances) {
    if (!group.open()) {
      requireModeration(role);
    }
    if (group.hasMember(add.person())) {
      return List.of();
    }
    requireAddable(add.person(), add.by(), circumstances);
    requireRoom(group, circumstances);
    return List.of(
        new MemberAdded(add.conversation(), add.person(), add.by(), circumstances.now()));
  }

  private static List<ConversationEvent> remove(
      Group group, Role role, RemoveMember remove, Circumstances circumstances) {
    Role removed = requireMember(group, remove.person());
    if (!role.outranks(removed)) {
      throw new Rejected(Reason.NOT_ALLOWED);
    }
    return List.of(
        new MemberRemoved(
            remove.conversation(), remove.person(), remove.by(), circumstances.now()));
  }

  private static List<ConversationEvent> changeRole(
      Group group, Role role, ChangeRole change, Circumstances circumstances) {
    if (role != Role.OWNER) {
      throw new Rejected(Reason.NOT_ALLOWED);
    }
    Role before = requireMember(group, change.person());
    if (before == change.role()) {
      return List.of();
    }
    if (group.members().isLastOwner(change.person())) {
      throw new Rejected(Reason.LAST_OWNER);
    }
    return List.of(
        new RoleChanged(
            change.conversation(),
            change.person(),
            change.role(),
            change.by(),
            circumstances.now()));
  }

  private static List<ConversationEvent> rename(
      Group group, Role role, RenameGroup rename, Circumstances circumstances) {
    requireModeration(role);
    return rename.name().equals(group.name())
        ? List.of()
        : List.of(
            new GroupRenamed(
                rename.conversation(), rename.name(), rename.by(), circumstances.now()));
  }

  private static List<ConversationEvent> changeAvatar(
      Group group, Role role, ChangeGroupAvatar change, Circumstances circumstances) {
    requireModeration(role);
    ImageId image = change.image();
    if (Objects.equals(image, group.avatar())) {
      return List.of();
    }
    Picture avatar = image == null ? null : circumstances.pictures().require(change.by(), image);
    return List.of(
        new GroupAvatarChanged(change.conversation(), avatar, change.by(), circumstances.now()));
  }

  private static Role requireMember(Group group, PersonId person) {
    return group.members().roleOf(person).orElseThrow(() -> new Rejected(Reason.MEMBER_NOT_FOUND));
  }

  private static void requireModeration(Role role) {
    if (!role.mayModerate()) {
      throw new Rejected(Reason.NOT_ALLOWED);
    }
  }

  private static void requireRoom(Group group, Circumstances circumstances) {
    if (group.members().count() >= circumstances.limits().maxGroupMembers()) {
      throw new Rejected(Reason.GROUP_FULL);
    }
  }

  /// Nobody is put into a group by somebody whom they have blocked.
  private static void requireAddable(PersonId person, PersonId by, Circumstances circumstances) {
    if (!circumstances.isPerson(person)) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    if (circumstances.hasBlocked(person, by)) {
      throw new Rejected(Reason.BLOCKED);
    }
  }
}
