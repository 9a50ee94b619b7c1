package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.Entry;
import info.powow.domain.conversation.ConversationEvent.Exit;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupProfileEvent;
import info.powow.domain.conversation.ConversationEvent.MemberBanned;
import info.powow.domain.conversation.ConversationEvent.MemberInvited;
import info.powow.domain.conversation.ConversationEvent.MemberUnbanned;
import info.powow.domain.conversation.ConversationEvent.MessageChange;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.conversation.Disclosure;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.conversation.Standing;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.publicservice.ServiceEvent;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.json.DisclosedEvent;
import info.powow.socket.stomp.OutgoingMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Delivers each event of the log to the devices of everybody concerned. Used on the push thread.
public final class Fanout {
  private static final long NO_POSITION = -1;

  private final ConnectionRegistry connections;
  private final Outbox outbox;
  private final PushLimits limits;

  public Fanout(ConnectionRegistry connections, Outbox outbox, PushLimits limits) {
    this.connections = connections;
    this.outbox = outbox;
    this.limits = limits;
  }

  void on(LoggedEvent event) {
    switch (event.event()) {
      case ConversationEvent happened -> on(happened, event);
      case ReadEvent.Read read -> on(read, event);
      case PersonEvent personal -> on(personal, event);
      case ServiceEvent happened -> on(happened, event);
      // Accounts concern nobody.
      default -> {}
    }
    connections.advanced(event.index());
  }

  private void on(ConversationEvent happened, LoggedEvent event) {
    ConversationId conversation = happened.conversationId();
    long position = event.sequence();
    switch (happened) {
      case DirectOpened opened -> opened(opened, position);
      case GroupCreated created -> joined(created.members(), conversation, position);
      case Entry entry -> joined(entry.personId(), conversation, position);
      case MessageSent sent -> {
        connections.agreed(conversation, sent.sender());
        connections.said(conversation, sent.sender());
      }
      case RequestAccepted accepted -> connections.agreed(conversation, accepted.personId());
      case MemberInvited invited -> tell(invited.personId(), event);
      // No state to update; only delivered.
      case Exit _,
          RoleChanged _,
          MemberBanned _,
          MemberUnbanned _,
          GroupProfileEvent _,
          AuthorErased _,
          MessageChange _ -> {}
    }
    deliver(conversation, event);
    if (happened instanceof Exit exit) {
      // The person who leaves still receives the event.
      left(exit.personId(), conversation, position);
    }
  }

  /// The person who did not open a private chat sees nothing of it before its first message.
  private void opened(DirectOpened opened, long position) {
    for (PersonId member : opened.members()) {
      Standing standing = Standing.of(false, false, member.equals(opened.by()));
      connections.joined(
          member, opened.conversationId(), position, opened.members().size(), standing);
    }
  }

  private void joined(List<PersonId> members, ConversationId conversation, long position) {
    for (PersonId member : members) {
      connections.joined(member, conversation, position, members.size(), Standing.MUTUAL);
    }
  }

  private void joined(PersonId person, ConversationId conversation, long position) {
    LocalConversation localConversation = connections.localConversation(conversation);
    connections.joined(
        person,
        conversation,
        position,
        localConversation == null ? 1 : localConversation.size() + 1,
        Standing.MUTUAL);
  }

  private void left(PersonId person, ConversationId conversation, long position) {
    connections.left(person, conversation, position);
    LocalConversation localConversation = connections.localConversation(conversation);
    if (localConversation != null) {
      localConversation.size(localConversation.size() - 1);
    }
  }

  private void deliver(ConversationId conversation, LoggedEvent event) {
    LocalConversation localConversation = connections.localConversation(conversation);
    if (localConversation == null) {
      return;
    }
    long position = event.sequence();
    // A person who joined later does not receive the new text of a message that they cannot see.
    long about = event.event() instanceof MessageEdited edited ? edited.message() : position;
    Forms forms = new Forms(conversation, event);
    List<LocalMembership> localMemberships = localConversation.localMemberships();
    for (int i = 0; i < localMemberships.size(); i++) {
      LocalMembership membership = localMemberships.get(i);
      if (position < membership.visibleFrom()
          || localConversation.hides()
              && localConversation.hidesFrom(membership.connected().person())) {
        continue;
      }
      List<Subscription> subscriptions = membership.connected().events();
      for (int j = 0; j < subscriptions.size(); j++) {
        push(subscriptions.get(j), conversation, event, forms.to(membership, about));
      }
    }
    for (Subscription subscription : localConversation.subscriptions()) {
      ConnectedPerson connected = connections.connected(subscription.subscriber().person());
      LocalMembership membership = connected == null ? null : connected.in(conversation);
      if (membership != null && position >= membership.visibleFrom()) {
        push(subscription, conversation, event, forms.to(membership, about));
      }
    }
  }

  /// The forms of one event for different members, each created on first use.
  private static final class Forms {
    private final ConversationId conversation;
    private final LoggedEvent event;
    private @Nullable OutgoingMessage whole;
    private @Nullable OutgoingMessage withheld;

    Forms(ConversationId conversation, LoggedEvent event) {
      this.conversation = conversation;
      this.event = event;
    }

    OutgoingMessage to(LocalMembership membership, long about) {
      if (membership.sees(about)) {
        OutgoingMessage form = whole;
        if (form == null) {
          form = new OutgoingMessage(id(conversation, event.sequence()), WireForm.of(event));
          whole = form;
        }
        return form;
      }
      OutgoingMessage form = withheld;
      if (form == null) {
        form =
            new OutgoingMessage(
                id(conversation, event.sequence()),
                DisclosedEvent.of(WireForm.of(event), Disclosure.HIDDEN));
        withheld = form;
      }
      return form;
    }
  }

  static String id(ConversationId conversation, long position) {
    return conversation.value() + '~' + position;
  }

  private void on(ReadEvent.Read read, LoggedEvent event) {
    LocalConversation localConversation = connections.localConversation(read.conversationId());
    if (localConversation == null) {
      return;
    }
    OutgoingMessage message =
        new OutgoingMessage(
            read.conversationId().value() + '~' + read.personId().value() + '~' + read.upTo(),
            WireForm.of(event));
    boolean everybody =
        localConversation.size() <= limits.readMarkerMembers() && localConversation.isMutual();
    for (LocalMembership membership : localConversation.localMemberships()) {
      ConnectedPerson connected = membership.connected();
      if (connected.person().equals(read.personId())
          || everybody && !connected.isApartFrom(read.personId())) {
        push(membership.connected().events(), event, message);
      }
    }
    for (Subscription subscription : localConversation.subscriptions()) {
      PersonId person = subscription.subscriber().person();
      ConnectedPerson connected = connections.connected(person);
      if (person.equals(read.personId())
          || everybody && connected != null && !connected.isApartFrom(read.personId())) {
        push(subscription, null, event, message);
      }
    }
  }

  /// Personal settings are synchronised over the person's own devices.
  private void on(PersonEvent personal, LoggedEvent event) {
    switch (personal) {
      case PersonEvent.PersonBlocked block -> {
        connections.blocked(block.personId(), block.blocked(), true);
        tell(block.personId(), event);
      }
      case PersonEvent.PersonUnblocked unblock -> {
        connections.blocked(unblock.personId(), unblock.unblocked(), false);
        tell(unblock.personId(), event);
      }
      case PersonEvent.InvitationDeclined declined -> {
        tell(declined.personId(), event);
        tell(declined.inviter(), event);
      }
      case PersonEvent.ConversationMuted _,
          PersonEvent.ConversationUnmuted _,
          PersonEvent.ConversationArranged _,
          PersonEvent.ConsentChanged _,
          PersonEvent.RequestDeclined _ ->
          tell(personal.personId(), event);
      // Places are used by nearby queries only.
      case PersonEvent.ProfileCreated _,
          PersonEvent.ProfileChanged _,
          PersonEvent.AvatarChanged _,
          PersonEvent.InviterRefused _,
          PersonEvent.PersonErased _,
          PersonEvent.PlaceUpdated _ -> {}
    }
  }

  /// An invitation to be a speaker concerns the inviter and the person invited.
  private void on(ServiceEvent happened, LoggedEvent event) {
    switch (happened) {
      case ServiceEvent.SpeakerInvited invited -> tell(invited.personId(), event);
      case ServiceEvent.SpeakerUninvited uninvited -> tell(uninvited.personId(), event);
      case ServiceEvent.SpeakerAccepted accepted -> {
        tell(accepted.personId(), event);
        tell(accepted.inviter(), event);
      }
      case ServiceEvent.SpeakerDeclined declined -> {
        tell(declined.personId(), event);
        tell(declined.inviter(), event);
      }
      // Services are public; nearby queries report their changes.
      case ServiceEvent.ServicePublished _,
          ServiceEvent.ServiceChanged _,
          ServiceEvent.ServiceWithdrawn _ -> {}
    }
  }

  /// Sends an event without a position to a person's own devices.
  private void tell(PersonId person, LoggedEvent event) {
    ConnectedPerson connected = connections.connected(person);
    if (connected != null && !connected.events().isEmpty()) {
      String id = person.value() + '~' + event.index() + '~' + event.sequence();
      push(connected.events(), event, new OutgoingMessage(id, WireForm.of(event)));
    }
  }

  private void push(List<Subscription> subscriptions, LoggedEvent event, OutgoingMessage message) {
    for (Subscription subscription : subscriptions) {
      push(subscription, null, event, message);
    }
  }

  /// @param conversation null for an event without a position
  private void push(
      Subscription subscription,
      @Nullable ConversationId conversation,
      LoggedEvent event,
      OutgoingMessage message) {
    if (subscription.sent != null && wasSent(subscription, conversation, event)) {
      return;
    }
    byte[] frame = message.frame(subscription.head());
    LiveBuffer hold = subscription.hold;
    if (hold == null) {
      outbox.put(subscription.subscriber(), frame);
    } else if (!hold.add(conversation, event.sequence(), frame)) {
      subscription.subscriber().overflowed();
    }
  }

  /// A device that catches up may be ahead of the tail.
  private static boolean wasSent(
      Subscription subscription, @Nullable ConversationId conversation, LoggedEvent event) {
    CatchUp.Sent sent = subscription.sent;
    if (sent == null || event.index() > sent.head()) {
      subscription.sent = null;
      return false;
    }
    return conversation != null
        && event.sequence() <= sent.upTo().getOrDefault(conversation, NO_POSITION);
  }
}
