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
import info.powow.domain.conversation.ConversationCommand.ChangeGroupPlace;
import info.powow.domain.conversation.ConversationCommand.ChangeRole;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.DeleteMessage;
import info.powow.domain.conversation.ConversationCommand.DismissAttendee;
import info.powow.domain.conversation.ConversationCommand.EditMessage;
import info.powow.domain.conversation.ConversationCommand.EraseAuthor;
import info.powow.domain.conversation.ConversationCommand.JoinGroup;
import info.powow.domain.conversation.ConversationCommand.LeaveGroup;
import info.powow.domain.conversation.ConversationCommand.LiftBan;
import info.powow.domain.conversation.ConversationCommand.MemberCommand;
import info.powow.domain.conversation.ConversationCommand.MessageCommand;
import info.powow.domain.conversation.ConversationCommand.OpeningCommand;
import info.powow.domain.conversation.ConversationCommand.PinMessage;
import info.powow.domain.conversation.ConversationCommand.RemoveMember;
import info.powow.domain.conversation.ConversationCommand.RemoveReaction;
import info.powow.domain.conversation.ConversationCommand.RenameGroup;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.ConversationCommand.UnpinMessage;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.GroupAvatarChanged;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupPlaceChanged;
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
import info.powow.domain.place.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Decides commands in groups.
final class GroupDecision {
  private GroupDecision() {}

  static List<ConversationEvent> create(CreateGroup create, ConversationContext context) {
    List<PersonId> members =
        Stream.concat(Stream.of(create.by()), create.members().stream()).toList();
    if (members.size() > context.limits().maxGroupMembers()) {
      throw new Rejected(Reason.GROUP_FULL);
    }
    create.members().forEach(member -> requireAddable(member, create.by(), context));
    Map<Boolean, List<PersonId>> added =
        create.members().stream()
            .collect(Collectors.partitioningBy(member -> mayAdd(member, create.by(), context)));
    List<PersonId> invited = added.getOrDefault(false, List.of());
    invited.forEach(person -> requireInvitable(person, create.by(), context));
    List<ConversationEvent> events = new ArrayList<>(2 + invited.size());
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
            context.now()));
    if (create.place() != null) {
      events.add(
          new GroupPlaceChanged(create.conversation(), create.place(), create.by(), context.now()));
    }
    invited.forEach(person ->
        events.add(new MemberInvited(create.conversation(), person, create.by(), context.now())));
    return List.copyOf(events);
  }

  static List<ConversationEvent> decide(
      Group group, ConversationCommand command, ConversationContext context) {
    return switch (command) {
      case JoinGroup join -> join(group, join, context);
      case AcceptConversation accept -> accept(group, accept, context);
      case AdmitAttendee admit -> admit(group, admit, context);
      case DismissAttendee dismiss -> dismiss(group, dismiss, context);
      case EraseAuthor erase -> erase(group, erase, context);
      case MemberCommand asked -> decide(group, roleOf(group, asked), asked, context);
      case MessageCommand asked -> decide(group, roleOf(group, asked), asked, context);
      // Private chats have other ids, and a group is opened only once.
      case OpeningCommand _ -> throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    };
  }

  private static Role roleOf(Group group, ConversationCommand command) {
    return group
        .members()
        .roleOf(command.by())
        .orElseThrow(() -> new Rejected(Reason.CONVERSATION_NOT_FOUND));
  }

  private static List<ConversationEvent> decide(
      Group group, Role role, MemberCommand command, ConversationContext context) {
    return switch (command) {
      case LeaveGroup leave -> leave(group, leave, context);
      case AddMember add -> add(group, role, add, context);
      case RemoveMember remove -> remove(group, role, remove, context);
      case LiftBan lift -> liftBan(group, role, lift, context);
      case ChangeRole change -> changeRole(group, role, change, context);
      case RenameGroup rename -> rename(group, role, rename, context);
      case ChangeGroupAvatar change -> changeAvatar(group, role, change, context);
      case ChangeGroupPlace change -> changePlace(group, role, change, context);
    };
  }

  private static List<ConversationEvent> decide(
      Group group, Role role, MessageCommand command, ConversationContext context) {
    MessageState messageState = group.messageState();
    Visibility visible = group.visibleTo(command.by());
    return switch (command) {
      case SendMessage send ->
          MessageDecision.send(messageState, visible, send, group.members()::has, context);
      case EditMessage edit ->
          MessageDecision.edit(messageState, visible, edit, group.members()::has, context);
      case DeleteMessage delete ->
          MessageDecision.delete(messageState, visible, delete, role.mayModerate(), context);
      case AddReaction add -> MessageDecision.react(messageState, visible, add, context);
      case RemoveReaction remove -> MessageDecision.unreact(messageState, visible, remove, context);
      case PinMessage pin -> {
        requireModeration(role);
        yield MessageDecision.pin(messageState, visible, pin, context);
      }
      case UnpinMessage unpin -> {
        requireModeration(role);
        yield MessageDecision.unpin(messageState, visible, unpin, context);
      }
    };
  }

  private static List<ConversationEvent> join(
      Group group, JoinGroup join, ConversationContext context) {
    if (group.hasMember(join.by())) {
      return List.of();
    }
    if (group.members().count() == 0) {
      // The group is empty. Nobody could moderate people who join now.
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    if (group.admission().isOfGathering() || !group.open()) {
      // A closed group does not exist for outsiders.
      return accept(group, new AcceptConversation(join.conversation(), join.by()), context);
    }
    requireNoBan(group, join.by());
    requireRoom(group, context);
    return List.of(new MemberJoined(join.conversation(), join.by(), context.now()));
  }

  /// An invitation stays valid until it is declined, its inviter is removed, or one of the two
  /// blocks the other.
  private static List<ConversationEvent> accept(
      Group group, AcceptConversation accept, ConversationContext context) {
    PersonId by = accept.by();
    if (group.hasMember(by)) {
      return List.of();
    }
    Consent consent = context.consentOf(by);
    boolean invited =
        group.invitationsOf(by).entrySet().stream()
            .anyMatch(each ->
                !consent.hasDeclined(accept.conversation(), each.getValue())
                    && !context.hasBlocked(by, each.getKey())
                    && !context.hasBlocked(each.getKey(), by));
    if (!invited || group.members().count() == 0) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    requireRoom(group, context);
    return List.of(new MemberJoined(accept.conversation(), by, context.now()));
  }

  private static List<ConversationEvent> admit(
      Group group, AdmitAttendee admit, ConversationContext context) {
    requireGathering(group);
    if (group.hasMember(admit.by())) {
      return List.of();
    }
    requireNoBan(group, admit.by());
    requireRoom(group, context);
    return List.of(new MemberJoined(admit.conversation(), admit.by(), context.now()));
  }

  private static List<ConversationEvent> dismiss(
      Group group, DismissAttendee dismiss, ConversationContext context) {
    requireGathering(group);
    return group.hasMember(dismiss.by())
        ? List.of(new MemberLeft(dismiss.conversation(), dismiss.by(), context.now()))
        : List.of();
  }

  private static void requireGathering(Group group) {
    if (!group.admission().isOfGathering()) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
  }

  /// Ends the membership, whatever the role: a group must not be kept by nobody. If the last owner
  /// goes, the moderator who has been a member longest becomes owner, or else the member who has.
  private static List<ConversationEvent> erase(
      Group group, EraseAuthor erase, ConversationContext context) {
    PersonId person = erase.by();
    List<ConversationEvent> events = new ArrayList<>();
    if (group.hasMember(person)) {
      if (group.members().isLastOwner(person)) {
        group
            .members()
            .successorOf(person)
            .ifPresent(next ->
                events.add(
                    new RoleChanged(
                        erase.conversation(), next, Role.OWNER, person, context.now())));
      }
      events.addAll(left(group, erase, context));
    }
    if (!group.messageState().erased().contains(person)) {
      events.add(new AuthorErased(erase.conversation(), person, context.now()));
    }
    return List.copyOf(events);
  }

  private static List<ConversationEvent> leave(
      Group group, LeaveGroup leave, ConversationContext context) {
    requireNotHost(group, leave.by());
    if (group.members().isLastOwner(leave.by()) && group.members().count() > 1) {
      throw new Rejected(Reason.LAST_OWNER);
    }
    return left(group, leave, context);
  }

  /// Ends the membership of the person. Nobody can join a group without members, so it loses its
  /// place with the last one.
  private static List<ConversationEvent> left(
      Group group, ConversationCommand command, ConversationContext context) {
    MemberLeft left = new MemberLeft(command.conversation(), command.by(), context.now());
    return group.place() != null && group.members().count() == 1
        ? List.of(
            new GroupPlaceChanged(command.conversation(), null, command.by(), context.now()), left)
        : List.of(left);
  }

  private static List<ConversationEvent> add(
      Group group, Role role, AddMember add, ConversationContext context) {
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
    requireAddable(add.person(), add.by(), context);
    requireRoom(group, context);
    if (!mayAdd(add.person(), add.by(), context)) {
      return invite(group, add, context);
    }
    return List.of(new MemberAdded(add.conversation(), add.person(), add.by(), context.now()));
  }

  private static List<ConversationEvent> invite(
      Group group, AddMember add, ConversationContext context) {
    requireInvitable(add.person(), add.by(), context);
    Long before = group.invitationsOf(add.person()).get(add.by());
    boolean pending =
        before != null && !context.consentOf(add.person()).hasDeclined(add.conversation(), before);
    if (pending) {
      return List.of();
    }
    if (group.admission().invited().size() >= context.limits().maxGroupMembers()) {
      throw new Rejected(Reason.GROUP_FULL);
    }
    return List.of(new MemberInvited(add.conversation(), add.person(), add.by(), context.now()));
  }

  private static List<ConversationEvent> remove(
      Group group, Role role, RemoveMember remove, ConversationContext context) {
    if (remove.ban()) {
      return ban(group, role, remove, context);
    }
    Role removed = requireMember(group, remove.person());
    if (!role.outranks(removed)) {
      throw new Rejected(Reason.NOT_ALLOWED);
    }
    return List.of(
        new MemberRemoved(remove.conversation(), remove.person(), remove.by(), context.now()));
  }

  private static List<ConversationEvent> ban(
      Group group, Role role, RemoveMember ban, ConversationContext context) {
    requireModeration(role);
    Optional<Role> banned = group.members().roleOf(ban.person());
    if (banned.isPresent() && !role.outranks(banned.get())) {
      throw new Rejected(Reason.NOT_ALLOWED);
    }
    if (group.admission().banned().contains(ban.person())) {
      return List.of();
    }
    if (group.admission().banned().size() >= context.limits().maxGroupMembers()) {
      throw new Rejected(Reason.TOO_MANY_BANNED);
    }
    List<ConversationEvent> events = new ArrayList<>(2);
    if (banned.isPresent()) {
      events.add(new MemberRemoved(ban.conversation(), ban.person(), ban.by(), context.now()));
    } else if (!context.isPerson(ban.person())) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    events.add(new MemberBanned(ban.conversation(), ban.person(), ban.by(), context.now()));
    return List.copyOf(events);
  }

  private static List<ConversationEvent> liftBan(
      Group group, Role role, LiftBan lift, ConversationContext context) {
    requireModeration(role);
    return group.admission().banned().contains(lift.person())
        ? List.of(new MemberUnbanned(lift.conversation(), lift.person(), lift.by(), context.now()))
        : List.of();
  }

  private static List<ConversationEvent> changeRole(
      Group group, Role role, ChangeRole change, ConversationContext context) {
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
            change.conversation(), change.person(), change.role(), change.by(), context.now()));
  }

  private static List<ConversationEvent> rename(
      Group group, Role role, RenameGroup rename, ConversationContext context) {
    requireModeration(role);
    return rename.name().equals(group.name())
        ? List.of()
        : List.of(
            new GroupRenamed(rename.conversation(), rename.name(), rename.by(), context.now()));
  }

  private static List<ConversationEvent> changeAvatar(
      Group group, Role role, ChangeGroupAvatar change, ConversationContext context) {
    requireModeration(role);
    ImageId image = change.image();
    if (Objects.equals(image, group.avatar())) {
      return List.of();
    }
    Picture avatar = image == null ? null : context.pictures().require(change.by(), image);
    return List.of(
        new GroupAvatarChanged(change.conversation(), avatar, change.by(), context.now()));
  }

  private static List<ConversationEvent> changePlace(
      Group group, Role role, ChangeGroupPlace change, ConversationContext context) {
    requireModeration(role);
    Place place = change.place();
    if (Objects.equals(place, group.place())) {
      return List.of();
    }
    if (place != null && !group.open()) {
      throw Rejected.at("place", Reason.GROUP_NOT_OPEN);
    }
    return List.of(new GroupPlaceChanged(change.conversation(), place, change.by(), context.now()));
  }

  private static Role requireMember(Group group, PersonId person) {
    return group.members().roleOf(person).orElseThrow(() -> new Rejected(Reason.MEMBER_NOT_FOUND));
  }

  private static void requireModeration(Role role) {
    if (!role.mayModerate()) {
      throw new Rejected(Reason.NOT_ALLOWED);
    }
  }

  private static void requireRoom(Group group, ConversationContext context) {
    if (group.members().count() >= context.limits().maxGroupMembers()) {
      throw new Rejected(Reason.GROUP_FULL);
    }
  }

  private static void requireNoBan(Group group, PersonId person) {
    if (group.admission().banned().contains(person)) {
      throw new Rejected(Reason.BANNED);
    }
  }

  /// The host always stays in the gathering's conversation, because removing people who no longer
  /// attend needs the host.
  private static void requireNotHost(Group group, PersonId person) {
    if (person.equals(group.admission().host())) {
      throw new Rejected(Reason.OF_A_GATHERING);
    }
  }

  private static boolean mayAdd(PersonId person, PersonId by, ConversationContext context) {
    return switch (context.consentOf(person).mayAddMe()) {
      case EVERYONE -> true;
      case CONTACTS -> context.isContact(person, by);
      case NOBODY -> false;
    };
  }

  private static void requireInvitable(PersonId person, PersonId by, ConversationContext context) {
    if (context.consentOf(person).refuses(by)) {
      throw new Rejected(Reason.INVITATIONS_DECLINED);
    }
  }

  /// Refuses adding across a block, in either direction.
  private static void requireAddable(PersonId person, PersonId by, ConversationContext context) {
    if (!context.isPerson(person)) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    Blocks.requireNone(by, person, context);
  }
}
