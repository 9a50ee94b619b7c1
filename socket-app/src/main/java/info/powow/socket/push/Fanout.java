package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
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
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.MessageUnpinned;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.ReactionRemoved;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.conversation.Disclosure;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.conversation.Standing;
import info.powow.domain.person.PersonEvent;
import info.powow.eventlog.json.DisclosedEvent;
import info.powow.socket.stomp.OutgoingMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// From one event of the log to the devices of everybody whom it concerns. On the push thread.
public final class Fanout {
  private static final long NO_POSITION = -1;

  private final People people;
  private final Outbox outbox;
  private final PushLimits limits;

  public Fanout(People people, Outbox outbox, PushLimits limits) {
    this.people = people;
    this.outbox = outbox;
    this.limits = limits;
  }

  void on(LoggedEvent event) {
    switch (event.payload()) {
      case ConversationEvent happened -> on(happened, event);
      case ReadEvent.Read read -> on(read, event);
      case PersonEvent personal -> on(personal, event);
      // Accounts are nobody's business.
      default -> {}
    }
    people.advanced(event.index());
  }

  private void on(ConversationEvent happened, LoggedEvent event) {
    ConversationId conversation = happened.conversationId();
    long position = event.position();
    switch (happened) {
      case DirectOpened opened -> opened(opened, position);
      case GroupCreated created -> joined(created.members(), conversation, position);
      case MemberJoined joined -> joined(joined.personId(), conversation, position);
      case MemberAdded added -> joined(added.personId(), conversation, position);
      case MessageSent sent -> {
        people.agreed(conversation, sent.sender());
        people.said(conversation, sent.sender());
      }
      case RequestAccepted accepted -> people.agreed(conversation, accepted.personId());
      case MemberInvited invited -> tell(invited.personId(), event);
      case MemberLeft _,
          MemberRemoved _,
          RoleChanged _,
          MemberBanned _,
          MemberUnbanned _,
          GroupRenamed _,
          GroupAvatarChanged _,
          MessageEdited _,
          MessageDeleted _,
          ReactionAdded _,
          ReactionRemoved _,
          MessagePinned _,
          MessageUnpinned _ -> {}
    }
    deliver(conversation, event);
    // Who goes is still told that they went.
    switch (happened) {
      case MemberLeft left -> left(left.personId(), conversation, position);
      case MemberRemoved removed -> left(removed.personId(), conversation, position);
      case DirectOpened _,
          GroupCreated _,
          MemberJoined _,
          MemberAdded _,
          RoleChanged _,
          MemberInvited _,
          MemberBanned _,
          MemberUnbanned _,
          RequestAccepted _,
          GroupRenamed _,
          GroupAvatarChanged _,
          MessageSent _,
          MessageEdited _,
          MessageDeleted _,
          ReactionAdded _,
          ReactionRemoved _,
          MessagePinned _,
          MessageUnpinned _ -> {}
    }
  }

  /// Who did not open a private chat is shown nothing of it before something is said.
  private void opened(DirectOpened opened, long position) {
    for (PersonId member : opened.members()) {
      Standing standing = Standing.of(false, false, member.equals(opened.by()));
      people.joined(member, opened.conversationId(), position, opened.members().size(), standing);
    }
  }

  private void joined(List<PersonId> members, ConversationId conversation, long position) {
    for (PersonId member : members) {
      people.joined(member, conversation, position, members.size(), Standing.MUTUAL);
    }
  }

  private void joined(PersonId person, ConversationId conversation, long position) {
    Room room = people.room(conversation);
    people.joined(
        person, conversation, position, room == null ? 1 : room.size() + 1, Standing.MUTUAL);
  }

  private void left(PersonId person, ConversationId conversation, long position) {
    people.left(person, conversation, position);
    Room room = people.room(conversation);
    if (room != null) {
      room.size(room.size() - 1);
    }
  }

  private void deliver(ConversationId conversation, LoggedEvent event) {
    Room room = people.room(conversation);
    if (room == null) {
      return;
    }
    long position = event.position();
    // Who joined later gets no new wording of a message that they do not see.
    long about = event.payload() instanceof MessageEdited edited ? edited.message() : position;
    Forms forms = new Forms(conversation, event);
    List<Stay> stays = room.stays();
    for (int i = 0; i < stays.size(); i++) {
      Stay stay = stays.get(i);
      if (position < stay.visibleFrom()
          || room.hides() && room.hidesFrom(stay.participant().person())) {
        continue;
      }
      List<Subscription> subscriptions = stay.participant().events();
      for (int j = 0; j < subscriptions.size(); j++) {
        push(subscriptions.get(j), conversation, event, forms.to(stay, about));
      }
    }
    for (Subscription subscription : room.subscriptions()) {
      Participant participant = people.participant(subscription.subscriber().person());
      Stay stay = participant == null ? null : participant.in(conversation);
      if (stay != null && position >= stay.visibleFrom()) {
        push(subscription, conversation, event, forms.to(stay, about));
      }
    }
  }

  /// The forms in which members get one event, each made when the first of them needs it.
  private static final class Forms {
    private final ConversationId conversation;
    private final LoggedEvent event;
    private @Nullable OutgoingMessage whole;
    private @Nullable OutgoingMessage withheld;

    Forms(ConversationId conversation, LoggedEvent event) {
      this.conversation = conversation;
      this.event = event;
    }

    OutgoingMessage to(Stay stay, long about) {
      if (stay.sees(about)) {
        OutgoingMessage form = whole;
        if (form == null) {
          form = new OutgoingMessage(id(conversation, event.position()), event.wire().get());
          whole = form;
        }
        return form;
      }
      OutgoingMessage form = withheld;
      if (form == null) {
        form =
            new OutgoingMessage(
                id(conversation, event.position()),
                DisclosedEvent.of(event.wire().get(), Disclosure.HIDDEN));
        withheld = form;
      }
      return form;
    }
  }

  static String id(ConversationId conversation, long position) {
    return conversation.value() + '~' + position;
  }

  private void on(ReadEvent.Read read, LoggedEvent event) {
    Room room = people.room(read.conversationId());
    if (room == null) {
      return;
    }
    OutgoingMessage message =
        new OutgoingMessage(
            read.conversationId().value() + '~' + read.personId().value() + '~' + read.upTo(),
            event.wire().get());
    boolean everybody = room.size() <= limits.readersTold() && room.isMutual();
    for (Stay stay : room.stays()) {
      Participant participant = stay.participant();
      if (participant.person().equals(read.personId())
          || everybody && !participant.isApartFrom(read.personId())) {
        push(stay.participant().events(), event, message);
      }
    }
    for (Subscription subscription : room.subscriptions()) {
      PersonId person = subscription.subscriber().person();
      Participant participant = people.participant(person);
      if (person.equals(read.personId())
          || everybody && participant != null && !participant.isApartFrom(read.personId())) {
        push(subscription, null, event, message);
      }
    }
  }

  /// What somebody has set for themselves keeps their own devices in step.
  private void on(PersonEvent personal, LoggedEvent event) {
    switch (personal) {
      case PersonEvent.PersonBlocked block -> {
        people.blocked(block.personId(), block.blocked(), true);
        tell(block.personId(), event);
      }
      case PersonEvent.PersonUnblocked unblock -> {
        people.blocked(unblock.personId(), unblock.unblocked(), false);
        tell(unblock.personId(), event);
      }
      case PersonEvent.InvitationDeclined declined -> {
        tell(declined.personId(), event);
        tell(declined.inviter(), event);
      }
      case PersonEvent.ConversationMuted _,
          PersonEvent.ConversationUnmuted _,
          PersonEvent.ConsentChanged _,
          PersonEvent.RequestDeclined _ ->
          tell(personal.personId(), event);
      // Where somebody is, is for nobody but who looks around.
      case PersonEvent.ProfileCreated _,
          PersonEvent.ProfileChanged _,
          PersonEvent.AvatarChanged _,
          PersonEvent.PlaceUpdated _ -> {}
    }
  }

  /// Tells somebody's own devices what has no place among the events of their conversations.
  private void tell(PersonId person, LoggedEvent event) {
    Participant participant = people.participant(person);
    if (participant != null && !participant.events().isEmpty()) {
      String id = person.value() + '~' + event.index() + '~' + event.position();
      push(participant.events(), event, new OutgoingMessage(id, event.wire().get()));
    }
  }

  private void push(List<Subscription> subscriptions, LoggedEvent event, OutgoingMessage message) {
    for (Subscription subscription : subscriptions) {
      push(subscription, null, event, message);
    }
  }

  /// @param conversation null for what has no position in one
  private void push(
      Subscription subscription,
      @Nullable ConversationId conversation,
      LoggedEvent event,
      OutgoingMessage message) {
    if (subscription.sent != null && wasSent(subscription, conversation, event)) {
      return;
    }
    byte[] frame = message.frame(subscription.head());
    Hold hold = subscription.hold;
    if (hold == null) {
      outbox.put(subscription.subscriber(), frame);
    } else if (!hold.add(conversation, event.position(), frame)) {
      subscription.subscriber().overflowed();
    }
  }

  /// Who reads the log back may be ahead of its tail.
  private static boolean wasSent(
      Subscription subscription, @Nullable ConversationId conversation, LoggedEvent event) {
    CatchUp.Sent sent = subscription.sent;
    if (sent == null || event.index() > sent.head()) {
      subscription.sent = null;
      return false;
    }
    return conversation != null
        && event.position() <= sent.upTo().getOrDefault(conversation, NO_POSITION);
  }
}
