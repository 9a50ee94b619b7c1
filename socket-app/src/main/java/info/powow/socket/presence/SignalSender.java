package info.powow.socket.presence;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.WireEvent;
import info.powow.socket.push.ConnectedPerson;
import info.powow.socket.push.ConnectionRegistry;
import info.powow.socket.push.LocalConversation;
import info.powow.socket.push.LocalMembership;
import info.powow.socket.push.Outbox;
import info.powow.socket.push.Subscription;
import info.powow.socket.stomp.OutgoingMessage;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Encodes signals, once for all recipients, and sends them to the connections of this node. A signal
/// about a person never reaches somebody whom a block separates from that person.
final class SignalSender {
  private final ConnectionRegistry connections;
  private final Outbox outbox;
  private final EventJson json;
  private long sent;

  SignalSender(ConnectionRegistry connections, Outbox outbox, EventJson json) {
    this.connections = connections;
    this.outbox = outbox;
    this.json = json;
  }

  /// @param lastSeen null for somebody who is online
  OutgoingMessage presence(PersonId person, @Nullable Instant lastSeen) {
    return encode(new Signal.Presence(person, lastSeen == null, lastSeen));
  }

  /// Says that a person is offline, without a time.
  OutgoingMessage offline(PersonId person) {
    return encode(new Signal.Presence(person, false, null));
  }

  OutgoingMessage typing(ConversationId conversation, PersonId person, boolean now) {
    return encode(new Signal.Typing(conversation, person, now));
  }

  private OutgoingMessage encode(Signal signal) {
    String type = signal.getClass().getSimpleName();
    return new OutgoingMessage(
        "signal~" + ++sent, WireEvent.withoutPosition(type, json.encode(signal)));
  }

  /// @param about the person whom the signal is about
  void toPeople(Set<PersonId> people, PersonId about, OutgoingMessage message) {
    for (PersonId person : people) {
      ConnectedPerson connected = connections.connected(person);
      if (connected != null && !connected.isApartFrom(about)) {
        to(connected, message);
      }
    }
  }

  /// Sends to all members but the one whom the signal is about.
  void toConversation(LocalConversation conversation, PersonId about, OutgoingMessage message) {
    for (LocalMembership membership : conversation.localMemberships()) {
      ConnectedPerson connected = membership.connected();
      if (!connected.person().equals(about) && !connected.isApartFrom(about)) {
        to(connected, message);
      }
    }
  }

  void to(ConnectedPerson connected, OutgoingMessage message) {
    for (Subscription subscription : connected.signals()) {
      to(subscription, message);
    }
  }

  void to(Subscription subscription, OutgoingMessage message) {
    outbox.put(subscription.subscriber(), message.frame(subscription.head()));
  }
}
