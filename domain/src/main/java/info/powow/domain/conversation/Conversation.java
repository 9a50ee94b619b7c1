package info.powow.domain.conversation;

import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationCommand.AddMember;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.OpenDirect;
import info.powow.domain.conversation.ConversationCommand.OpeningCommand;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.Entry;
import info.powow.domain.conversation.ConversationEvent.GroupAvatarChanged;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupPlaceChanged;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.conversation.ConversationEvent.MemberBanned;
import info.powow.domain.conversation.ConversationEvent.MemberInvited;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MemberRemoved;
import info.powow.domain.conversation.ConversationEvent.MemberUnbanned;
import info.powow.domain.conversation.ConversationEvent.MessageEvent;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.Opening;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.image.Picture;
import info.powow.domain.place.Place;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The state of a conversation, as far as decisions need it.
public sealed interface Conversation {
  /// The position of the next event, which equals the number of events so far.
  long next();

  boolean hasMember(PersonId person);

  /// The positions that a member may see; none for other people.
  Visibility visibleTo(PersonId person);

  /// The positions that a member may see, or one of the last people who left a group.
  default Visibility keptVisibleTo(PersonId person) {
    return visibleTo(person);
  }

  /// The time of the newest event. Times never decrease within a conversation: if the clock steps
  /// back, new events keep this time until the clock has passed it.
  Instant at();

  record Unopened() implements Conversation {
    @Override
    public Visibility visibleTo(PersonId person) {
      return Visibility.NOTHING;
    }

    @Override
    public Instant at() {
      return Instant.EPOCH;
    }

    @Override
    public long next() {
      return 0;
    }

    @Override
    public boolean hasMember(PersonId person) {
      return false;
    }
  }

  /// A private chat of two people. Its members never change.
  ///
  /// @param one the person who opened it
  /// @param agreed people who have written, or accepted the other person's request
  record Direct(PersonId one, PersonId other, MessageState messageState, Set<PersonId> agreed)
      implements Conversation {
    @Override
    public long next() {
      return messageState.next();
    }

    @Override
    public boolean hasMember(PersonId person) {
      return one.equals(person) || other.equals(person);
    }

    @Override
    public Visibility visibleTo(PersonId person) {
      return hasMember(person) ? Visibility.EVERYTHING : Visibility.NOTHING;
    }

    @Override
    public Instant at() {
      return messageState.at();
    }

    PersonId peerOf(PersonId person) {
      return one.equals(person) ? other : one;
    }

    /// The standing of one of the two people.
    public Standing standingOf(PersonId person) {
      return Standing.of(
          agreed.contains(person), agreed.contains(peerOf(person)), one.equals(person));
    }

    private Direct after(ConversationEvent event) {
      if (event instanceof MessageSent sent) {
        return agreedBy(sent.sender(), event);
      }
      if (event instanceof RequestAccepted accepted) {
        return agreedBy(accepted.personId(), event);
      }
      return new Direct(one, other, messageState.after(event), agreed);
    }

    private Direct agreedBy(PersonId person, ConversationEvent event) {
      if (agreed.contains(person)) {
        return new Direct(one, other, messageState.after(event), agreed);
      }
      Set<PersonId> next = new HashSet<>(agreed);
      next.add(person);
      return new Direct(one, other, messageState.after(event), Set.copyOf(next));
    }
  }

  /// @param avatar the group's picture; null if it has none
  /// @param place where an open group is found; null if it has none
  /// @param admission invitations, bans and the host
  record Group(
      Members members,
      boolean open,
      String name,
      @Nullable ImageId avatar,
      @Nullable Place place,
      MessageState messageState,
      GroupAdmission admission)
      implements Conversation {
    @Override
    public long next() {
      return messageState.next();
    }

    @Override
    public boolean hasMember(PersonId person) {
      return members.has(person);
    }

    @Override
    public Visibility visibleTo(PersonId person) {
      return members.visibleTo(person);
    }

    @Override
    public Visibility keptVisibleTo(PersonId person) {
      return members.keptVisibleTo(person);
    }

    @Override
    public Instant at() {
      return messageState.at();
    }

    /// The people who have invited somebody, with the position of each one's latest invitation.
    /// Includes invitations that the person has since declined.
    public Map<PersonId, Long> invitationsOf(PersonId person) {
      return admission.invitationsOf(person);
    }
  }

  static Conversation unopened() {
    return new Unopened();
  }

  /// The position of the first answer, if the same command was carried out before.
  private static OptionalLong answered(
      Conversation state, ConversationCommand command, ConversationContext context) {
    return switch (state) {
      case Unopened _ -> OptionalLong.empty();
      case Direct direct ->
          command instanceof OpenDirect open
              ? OptionalLong.of(DirectDecision.openAgain(direct, open, context))
              : sentBefore(direct.messageState(), command, context);
      case Group group ->
          command instanceof CreateGroup
              ? OptionalLong.of(0)
              : sentBefore(group.messageState(), command, context);
    };
  }

  private static OptionalLong sentBefore(
      MessageState messageState, ConversationCommand command, ConversationContext context) {
    if (!(command instanceof SendMessage send)) {
      return OptionalLong.empty();
    }
    Optional<RecentMessages.Message> recent =
        messageState.messages().sentUnder(send.by(), send.key());
    if (recent.isPresent()) {
      return OptionalLong.of(recent.get().position());
    }
    return messageState.messages().isComplete()
        ? OptionalLong.empty()
        : context.positionOf(send.by(), send.key());
  }

  /// The people whom a command invited instead of adding, now or earlier.
  ///
  /// @param state the state after the command
  static List<PersonId> invited(Conversation state, ConversationCommand command) {
    if (!(state instanceof Group group)) {
      return List.of();
    }
    List<PersonId> asked =
        command instanceof CreateGroup create
            ? create.members()
            : command instanceof AddMember add ? List.of(add.person()) : List.of();
    return asked.stream()
        .filter(person -> group.invitationsOf(person).containsKey(command.by()))
        .toList();
  }

  /// @throws Rejected with the reason, if the command is refused
  static Decision decide(
      Conversation state, ConversationCommand command, ConversationContext context) {
    OptionalLong answered = answered(state, command, context);
    if (answered.isPresent()) {
      return new Decision.Retry(answered.getAsLong());
    }
    ConversationContext inOrder = MonotonicContext.of(context, state.at());
    return Decision.of(
        switch (state) {
          case Unopened _ -> open(command, inOrder);
          case Direct direct -> DirectDecision.decide(direct, command, inOrder);
          case Group group -> GroupDecision.decide(group, command, inOrder);
        });
  }

  private static List<ConversationEvent> open(
      ConversationCommand command, ConversationContext context) {
    if (!(command instanceof OpeningCommand opening)) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    return switch (opening) {
      case OpenDirect open -> DirectDecision.open(open, context);
      case CreateGroup create -> GroupDecision.create(create, context);
    };
  }

  static Conversation evolve(Conversation state, ConversationEvent event) {
    return switch (state) {
      case Unopened _ -> opened(event);
      case Direct direct -> direct.after(event);
      case Group group -> evolve(group, event);
    };
  }

  private static Conversation opened(ConversationEvent event) {
    if (!(event instanceof Opening opening)) {
      throw new IllegalStateException(
          "the first event of a conversation must open it, not "
              + event.getClass().getSimpleName());
    }
    return switch (opening) {
      case DirectOpened opened ->
          new Direct(
              opened.members().getFirst(),
              opened.members().getLast(),
              MessageState.EMPTY.after(event),
              Set.of());
      case GroupCreated created -> {
        Members members = Members.none(created.history());
        for (PersonId member : created.members()) {
          members = members.with(member, member.equals(created.by()) ? Role.OWNER : Role.MEMBER);
        }
        yield new Group(
            members,
            created.open(),
            created.name(),
            null,
            null,
            MessageState.EMPTY.after(event),
            GroupAdmission.of(created.gatheringId() == null ? null : created.by()));
      }
    };
  }

  private static Group evolve(Group group, ConversationEvent event) {
    MessageState messageState = group.messageState().after(event);
    long at = group.next();
    Members members = group.members();
    return switch (event) {
      case Entry entry -> came(group, entry.personId(), messageState);
      case MemberLeft left -> members(group, members.left(left.personId(), at), messageState);
      case MemberRemoved removed ->
          admission(
              members(group, members.left(removed.personId(), at), messageState),
              group.admission().withoutInviter(removed.personId()));
      case MemberInvited invited ->
          admission(
              members(group, members, messageState),
              group.admission().invite(invited.personId(), invited.by(), at));
      case MemberBanned banned ->
          admission(
              members(group, members, messageState), group.admission().ban(banned.personId()));
      case MemberUnbanned unbanned ->
          admission(
              members(group, members, messageState),
              group.admission().liftBan(unbanned.personId()));
      case RoleChanged changed ->
          members(group, members.with(changed.personId(), changed.role()), messageState);
      case GroupRenamed renamed ->
          new Group(
              members,
              group.open(),
              renamed.name(),
              group.avatar(),
              group.place(),
              messageState,
              group.admission());
      case GroupAvatarChanged changed -> {
        Picture avatar = changed.avatar();
        yield new Group(
            members,
            group.open(),
            group.name(),
            avatar == null ? null : avatar.imageId(),
            group.place(),
            messageState,
            group.admission());
      }
      case GroupPlaceChanged changed ->
          new Group(
              members,
              group.open(),
              group.name(),
              group.avatar(),
              changed.place(),
              messageState,
              group.admission());
      case MessageEvent _, Opening _, RequestAccepted _, AuthorErased _ ->
          members(group, members, messageState);
    };
  }

  private static Group came(Group group, PersonId person, MessageState messageState) {
    return admission(
        members(group, group.members().joined(person, group.next()), messageState),
        group.admission().uninvite(person));
  }

  private static Group members(Group group, Members members, MessageState messageState) {
    return new Group(
        members,
        group.open(),
        group.name(),
        group.avatar(),
        group.place(),
        messageState,
        group.admission());
  }

  private static Group admission(Group group, GroupAdmission admission) {
    return new Group(
        group.members(),
        group.open(),
        group.name(),
        group.avatar(),
        group.place(),
        group.messageState(),
        admission);
  }
}
