package info.powow.socket.presence;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.WireEvent;
import info.powow.socket.push.Outbox;
import info.powow.socket.push.Participant;
import info.powow.socket.push.People;
import info.powow.socket.push.PeopleListener;
import info.powow.socket.push.Room;
import info.powow.socket.push.Stay;
import info.powow.socket.push.Subscription;
import info.powow.socket.stomp.OutgoingMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Who is there and who is typing, for those who share a private chat or a small group with them.
/// On the push thread.
///
/// Nothing of this is stored. Who misses a signal is put right by the next one: being there is told
/// anew to whoever comes, and typing ends by itself.
public final class Signals implements PeopleListener {
  private final People people;
  private final Outbox outbox;
  private final SignalLimits limits;
  private final EventJson json;
  private final BiConsumer<PersonId, Instant> lastSeen;
  private final LongSupplier nanoTime;
  private final Clock clock;
  private final Map<Typist, Long> typing = new HashMap<>();
  private long sent;

  private record Typist(ConversationId conversation, PersonId person) {}

  /// @param lastSeen is told when somebody's last connection ended; must not wait
  public Signals(
      People people,
      Outbox outbox,
      SignalLimits limits,
      EventJson json,
      BiConsumer<PersonId, Instant> lastSeen,
      LongSupplier nanoTime,
      Clock clock) {
    this.people = people;
    this.outbox = outbox;
    this.limits = limits;
    this.json = json;
    this.lastSeen = lastSeen;
    this.nanoTime = nanoTime;
    this.clock = clock;
  }

  @Override
  public void came(Participant participant) {
    toContacts(participant, presence(participant.person(), null));
  }

  @Override
  public void left(Participant participant) {
    Instant now = clock.instant();
    for (Stay stay : participant.stays()) {
      stopTyping(stay.room().conversation(), participant.person());
    }
    toContacts(participant, presence(participant.person(), now));
    lastSeen.accept(participant.person(), now);
  }

  /// Those who have just come to share a conversation learn of each other.
  @Override
  public void joined(Stay stay) {
    Room room = stay.room();
    if (!isSmall(room)) {
      return;
    }
    Participant newcomer = stay.participant();
    OutgoingMessage there = presence(newcomer.person(), null);
    for (Stay other : room.stays()) {
      if (other != stay) {
        send(other.participant(), there);
        send(newcomer, presence(other.participant().person(), null));
      }
    }
  }

  @Override
  public void subscribed(Subscription subscription, Participant participant) {
    for (PersonId contact : contacts(participant)) {
      put(subscription, presence(contact, null));
    }
  }

  private Set<PersonId> contacts(Participant participant) {
    Set<PersonId> contacts = new HashSet<>();
    for (Stay stay : participant.stays()) {
      if (isSmall(stay.room())) {
        stay.room().stays().forEach(other -> contacts.add(other.participant().person()));
      }
    }
    contacts.remove(participant.person());
    return contacts;
  }

  private void toContacts(Participant participant, OutgoingMessage message) {
    for (PersonId contact : contacts(participant)) {
      Participant there = people.participant(contact);
      if (there != null) {
        send(there, message);
      }
    }
  }

  /// Somebody types, or has stopped to.
  ///
  /// @throws Rejected when they are no member
  public void typing(PersonId person, ConversationId conversation, boolean now) {
    Participant participant = people.participant(person);
    Stay stay = participant == null ? null : participant.in(conversation);
    if (stay == null) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    if (!isSmall(stay.room())) {
      return;
    }
    if (!now) {
      stopTyping(conversation, person);
      return;
    }
    Typist typist = new Typist(conversation, person);
    long time = nanoTime.getAsLong();
    Long since = typing.get(typist);
    // Clients send this with every key; once in a while is enough to keep it up.
    if (since == null || time - since >= limits.typingEvery().toNanos()) {
      typing.put(typist, time);
      toRoom(stay.room(), person, typing(conversation, person, true));
    }
  }

  @Override
  public void said(ConversationId conversation, PersonId sender) {
    if (!typing.isEmpty()) {
      stopTyping(conversation, sender);
    }
  }

  private void stopTyping(ConversationId conversation, PersonId person) {
    if (typing.remove(new Typist(conversation, person)) != null) {
      stopped(conversation, person);
    }
  }

  private void stopped(ConversationId conversation, PersonId person) {
    Participant participant = people.participant(person);
    Stay stay = participant == null ? null : participant.in(conversation);
    if (stay != null) {
      toRoom(stay.room(), person, typing(conversation, person, false));
    }
  }

  /// Ends the typing of those who fell silent over it. To be called every now and then.
  public void tick() {
    if (typing.isEmpty()) {
      return;
    }
    long time = nanoTime.getAsLong();
    Iterator<Map.Entry<Typist, Long>> all = typing.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Typist, Long> entry = all.next();
      if (time - entry.getValue() >= limits.typingLasts().toNanos()) {
        all.remove();
        stopped(entry.getKey().conversation(), entry.getKey().person());
      }
    }
  }

  private boolean isSmall(Room room) {
    return room.size() <= limits.smallGroup();
  }

  private void toRoom(Room room, PersonId but, OutgoingMessage message) {
    for (Stay stay : room.stays()) {
      if (!stay.participant().person().equals(but)) {
        send(stay.participant(), message);
      }
    }
  }

  private void send(Participant participant, OutgoingMessage message) {
    for (Subscription subscription : participant.signals()) {
      put(subscription, message);
    }
  }

  private void put(Subscription subscription, OutgoingMessage message) {
    outbox.put(subscription.subscriber(), message.frame(subscription.head()));
  }

  /// @param lastSeen null for somebody who is there
  private OutgoingMessage presence(PersonId person, @Nullable Instant lastSeen) {
    return signal(new Signal.Presence(person, lastSeen == null, lastSeen));
  }

  private OutgoingMessage typing(ConversationId conversation, PersonId person, boolean now) {
    return signal(new Signal.Typing(conversation, person, now));
  }

  private OutgoingMessage signal(Signal signal) {
    String type = signal.getClass().getSimpleName();
    return new OutgoingMessage(
        "signal~" + ++sent, WireEvent.withoutPosition(type, json.encode(signal)));
  }
}
