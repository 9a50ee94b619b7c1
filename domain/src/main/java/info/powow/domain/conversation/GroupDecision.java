package info.powow.domain.conversation;

import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.Conversation.Group;
import info.powow.domain.conversation.ConversationCommand.AcceptConversation;
import info.powow.domain.conversation.ConversationCommand.AddMember;
import info.powow.domain.conversation.ConversationCommand.AddReaction;
import info.powow.domain.conversation.ConversationCommand.AdmitAttendee;
import info.powow.domain.conversation.ConversationCommand.ChangeGroupAvatar;
import info.powow.domain.conversation.ConversationCommand.ChangeRole;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.DeleteMessage;
import info.powow.domain.conversation.ConversationCommand.DismissAttendee;
import info.powow.domain.conversation.ConversationCommand.EditMessage;
import info.powow.domain.conversation.ConversationCommand.JoinGroup;
import info.powow.domain.conversation.ConversationCommand.LeaveGroup;
import info.powow.domain.conversation.ConversationCommand.LiftBan;
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
import info.powow.domain.conversation.ConversationEvent.MemberBanned;
import info.powow.domain.conversation.ConversationEvent.MemberInvited;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MemberRemoved;
import info.powow.domain.conversation.ConversationEvent.MemberUnbanned;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.image.Picture;
import info.powow.domain.person.Consent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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
    Map<Boolean, List<PersonId>> added =
        create.members().stream()
            .collect(
                Collectors.partitioningBy(member -> mayAdd(member, create.by(), circumstances)));
    List<PersonId> invited = added.getOrDefault(false, List.of());
    invited.forEach(person -> requireInvitable(person, create.by(), circumstances));
    List<ConversationEvent> events = new ArrayList<>(1 + invited.size());
    events.add(
        new GroupCreated(
            create.conversation(),
            create.key(),
            create.by(),
            create.name(),
            members.stream().filter(member -> !invited.contains(member)).toList(),
            create.open(),
            create.history(),
            create.gathering(),
            circumstances.now()));
    invited.forEach(person ->
        events.add(
            new MemberInvited(create.conversation(), person, create.by(), circumstances.now())));
    return List.copyOf(events);
  }

  static List<ConversationEvent> decide(
      Group group, ConversationCommand command, Circumstances circumstances) {
    if (command instanceof JoinGroup join) {
      return join(group, join, circumstances);
    }
    if (command instanceof AcceptConversation accept) {
      return accept(group, accept, circumstances);
    }
    if (command instanceof AdmitAttendee admit) {
      return admit(group, admit, circumstances);
    }
    if (command instanceof DismissAttendee dismiss) {
      return dismiss(group, dismiss, circumstances);
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
      case LiftBan lift -> liftBan(group, role, lift, circumstances);
      case ChangeRole change -> changeRole(group, role, change, circumstances);
      case RenameGroup rename -> rename(group, role, rename, circumstances);
      case ChangeGroupAvatar change -> changeAvatar(group, role, change, circumstances);
      case SendMessage send ->
          MessageDecision.send(talk, visible, send, group.members()::has, circumstances);
      case EditMessage edit ->
          MessageDecision.edit(talk, visible, edit, group.members()::has, circumstances);
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
      case JoinGroup _, CreateGroup _, AcceptConversation _, AdmitAttendee _, DismissAttendee _ ->
          List.of();
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
    if (group.admission().isOfGathering() || !group.open()) {
      // To who is not in it, a closed group is as if it were not there.
      return accept(group, new AcceptConversation(join.conversation(), join.by()), circumstances);
    }
    requireNoBan(group, join.by());
    requireRoom(group, circumstances);
    return List.of(new MemberJoined(join.conversation(), join.by(), circumstances.now()));
  }

  /// An invitation holds until it is declined, its inviter is removed, or one of the two blocks the
  /// other.
  private static List<ConversationEvent> accept(
      Group group, AcceptConversation accept, Circumstances circumstances) {
    PersonId by = accept.by();
    if (group.hasMember(by)) {
      return List.of();
    }
    Consent consent = circumstances.consentOf(by);
    boolean invited =
        group.invitationsOf(by).entrySet().stream()
            .anyMatch(each ->
                !consent.hasDeclined(accept.conversation(), each.getValue())
                    && !circumstances.hasBlocked(by, each.getKey())
                    && !circumstances.hasBlocked(each.getKey(), by));
    if (!invited || group.members().count() == 0) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    requireRoom(group, circumstances);
    return List.of(new MemberJoined(accept.conversation(), by, circumstances.now()));
  }

  private static List<ConversationEvent> admit(
      Group group, AdmitAttendee admit, Circumstances circumstances) {
    requireGathering(group);
    if (group.hasMember(admit.by())) {
      return List.of();
    }
    requireNoBan(group, admit.by());
    requireRoom(group, circumstances);
    return List.of(new MemberJoined(admit.conversation(), admit.by(), circumstances.now()));
  }

  private static List<ConversationEvent> dismiss(
      Group group, DismissAttendee dismiss, Circumstances circumstances) {
    requireGathering(group);
    return group.hasMember(dismiss.by())
        ? List.of(new MemberLeft(dismiss.conversation(), dismiss.by(), circumstances.now()))
        : List.of();
  }

  private static void requireGathering(Group group) {
    if (!group.admission().isOfGathering()) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
  }

  private static List<ConversationEvent> leave(
      Group group, LeaveGroup leave, Circumstances circumstances) {
    requireNotHost(group, leave.by());
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
    if (group.admission().isOfGathering()) {
      throw new Rejected(Reason.OF_A_GATHERING);
    }
    requireNoBan(group, add.person());
    requireAddable(add.person(), add.by(), circumstances);
    requireRoom(group, circumstances);
    if (!mayAdd(add.person(), add.by(), circumstances)) {
      return invite(group, add, circumstances);
    }
    return List.of(
        new MemberAdded(add.conversation(), add.person(), add.by(), circumstances.now()));
  }

  private static List<ConversationEvent> invite(
      Group group, AddMember add, Circumstances circumstances) {
    requireInvitable(add.person(), add.by(), circumstances);
    Long before = group.invitationsOf(add.person()).get(add.by());
    boolean pending =
        before != null
            && !circumstances.consentOf(add.person()).hasDeclined(add.conversation(), before);
    if (pending) {
      return List.of();
    }
    if (group.admission().invited().size() >= circumstances.limits().maxGroupMembers()) {
      throw new Rejected(Reason.GROUP_FULL);
    }
    return List.of(
        new MemberInvited(add.conversation(), add.person(), add.by(), circumstances.now()));
  }

  private static List<ConversationEvent> remove(
      Group group, Role role, RemoveMember remove, Circumstances circumstances) {
    if (remove.ban()) {
      return ban(group, role, remove, circumstances);
    }
    Role removed = requireMember(group, remove.person());
    if (!role.outranks(removed)) {
      throw new Rejected(Reason.NOT_ALLOWED);
    }
    return List.of(
        new MemberRemoved(
            remove.conversation(), remove.person(), remove.by(), circumstances.now()));
  }

  private static List<ConversationEvent> ban(
      Group group, Role role, RemoveMember ban, Circumstances circumstances) {
    requireModeration(role);
    Optional<Role> banned = group.members().roleOf(ban.person());
    if (banned.isPresent() && !role.outranks(banned.get())) {
      throw new Rejected(Reason.NOT_ALLOWED);
    }
    if (group.admission().banned().contains(ban.person())) {
      return List.of();
    }
    if (group.admission().banned().size() >= circumstances.limits().maxGroupMembers()) {
      throw new Rejected(Reason.TOO_MANY_BANNED);
    }
    List<ConversationEvent> events = new ArrayList<>(2);
    if (banned.isPresent()) {
      events.add(
          new MemberRemoved(ban.conversation(), ban.person(), ban.by(), circumstances.now()));
    } else if (!circumstances.isPerson(ban.person())) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    events.add(new MemberBanned(ban.conversation(), ban.person(), ban.by(), circumstances.now()));
    return List.copyOf(events);
  }

  private static List<ConversationEvent> liftBan(
      Group group, Role role, LiftBan lift, Circumstances circumstances) {
    requireModeration(role);
    return group.admission().banned().contains(lift.person())
        ? List.of(
            new MemberUnbanned(lift.conversation(), lift.person(), lift.by(), circumstances.now()))
        : List.of();
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
    requireNotHost(group, change.person());
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

  private static void requireNoBan(Group group, PersonId person) {
    if (group.admission().banned().contains(person)) {
      throw new Rejected(Reason.BANNED);
    }
  }

  /// A gathering's conversation always has its host, so that whoever goes no more can be let go.
  private static void requireNotHost(Group group, PersonId person) {
    if (person.equals(group.admission().host())) {
      throw new Rejected(Reason.OF_A_GATHERING);
    }
  }

  private static boolean mayAdd(PersonId person, PersonId by, Circumstances circumstances) {
    return switch (circumstances.consentOf(person).mayAddMe()) {
      case EVERYONE -> true;
      case CONTACTS -> circumstances.isContact(person, by);
      case NOBODY -> false;
    };
  }

  private static void requireInvitable(PersonId person, PersonId by, Circumstances circumstances) {
    if (circumstances.consentOf(person).refuses(by)) {
      throw new Rejected(Reason.INVITATIONS_DECLINED);
    }
  }

  /// Nobody is put into a group by somebody whom they have blocked, or who has blocked them.
  private static void requireAddable(PersonId person, PersonId by, Circumstances circumstances) {
    if (!circumstances.isPerson(person)) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    Blocks.requireNone(by, person, circumstances);
  }
}
