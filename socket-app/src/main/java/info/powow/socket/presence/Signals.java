package info.powow.socket.presence;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.bus.Nodes;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.WireEvent;
import info.powow.socket.presence.SignalBatch.Here;
import info.powow.socket.push.Outbox;
import info.powow.socket.push.Participant;
import info.powow.socket.push.People;
import info.powow.socket.push.PeopleListener;
import info.powow.socket.push.Room;
import info.powow.socket.push.Stay;
import info.powow.socket.push.Subscription;
import info.powow.socket.stomp.OutgoingMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who is there and who is typing, for those who share a private chat or a small group with them.
/// On the push thread.
///
/// People on other nodes are known as far as they share a conversation with somebody here. Being
/// there is a matter of all nodes: somebody has come with their first connection to any, and gone
/// with their last.
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
  private final Elsewhere elsewhere = new Elsewhere();
  private final Map<Typist, Long> typing = new HashMap<>();
  private OtherNodes others = OtherNodes.NONE;
  private long sent;

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

  /// Goes on together with other nodes. To be called before the first session comes.
  ///
  /// @param later has something done on the push thread after a while
  /// @param lostAfter for how long a node may be silent before its people count as gone
  public OtherNodes with(Nodes nodes, Executor pushThread, Later later, Duration lostAfter) {
    others =
        new Peers(nodes, pushThread, later, lostAfter, nanoTime, this::everybody, new FromPeers());
    return others;
  }

  private Stream<Here> everybody() {
    return people
        .everybody()
        .map(participant -> new Here(participant.person(), smallOnes(participant), true));
  }

  private List<ConversationId> smallOnes(Participant participant) {
    return participant.stays().stream()
        .map(Stay::room)
        .filter(this::tellsOfEachOther)
        .map(Room::conversation)
        .toList();
  }

  @Override
  public void came(Participant participant) {
    PersonId person = participant.person();
    Set<PersonId> contacts = new HashSet<>();
    for (Stay stay : participant.stays()) {
      // Where they are elsewhere already, it is known that they are there.
      if (!elsewhere.has(person, stay.room().conversation())) {
        contacts.addAll(othersHere(stay.room(), person));
      }
    }
    tell(contacts, person, presence(person, null));
    others.here(person, smallOnes(participant));
  }

  @Override
  public void left(Participant participant) {
    PersonId person = participant.person();
    Instant now = clock.instant();
    boolean isElsewhere = elsewhere.has(person);
    Set<PersonId> contacts = new HashSet<>();
    for (Stay stay : participant.stays()) {
      ConversationId conversation = stay.room().conversation();
      stopTyping(conversation, person);
      if (!elsewhere.has(person, conversation)) {
        contacts.addAll(othersHere(stay.room(), person));
      }
      if (stay.room().stays().size() == 1) {
        elsewhere.forget(conversation);
      }
    }
    tell(contacts, person, presence(person, now));
    others.gone(person, now);
    if (!isElsewhere) {
      lastSeen.accept(person, now);
    }
  }

  /// Those who have just come to share a conversation learn of each other.
  @Override
  public void joined(Stay stay) {
    Room room = stay.room();
    if (!tellsOfEachOther(room)) {
      return;
    }
    PersonId person = stay.participant().person();
    if (!elsewhere.has(person, room.conversation())) {
      tell(othersHere(room, person), person, presence(person, null));
    }
    for (PersonId other : others(room, person)) {
      tell(Set.of(person), other, presence(other, null));
    }
    others.here(person, List.of(room.conversation()));
  }

  @Override
  public void agreed(Room room) {
    if (!tellsOfEachOther(room)) {
      return;
    }
    for (Stay stay : room.stays()) {
      PersonId person = stay.participant().person();
      for (PersonId other : others(room, person)) {
        tell(Set.of(person), other, presence(other, null));
      }
      others.here(person, List.of(room.conversation()));
    }
  }

  /// Each is gone for the other, and nobody is told since when.
  @Override
  public void parted(PersonId one, PersonId other) {
    gone(one, other);
    gone(other, one);
  }

  private void gone(PersonId from, PersonId person) {
    Participant there = people.participant(from);
    if (there != null && areTogether(there, person)) {
      send(there, signal(new Signal.Presence(person, false, null)));
    }
  }

  @Override
  public void reunited(PersonId one, PersonId other) {
    for (PersonId person : List.of(one, other)) {
      PersonId peer = person.equals(one) ? other : one;
      Participant there = people.participant(person);
      if (there != null && areTogether(there, peer)) {
        tell(Set.of(person), peer, presence(peer, null));
      }
    }
  }

  /// Whether somebody is there too, in a conversation whose members see each other come and go.
  private boolean areTogether(Participant participant, PersonId other) {
    return participant.stays().stream()
        .anyMatch(stay -> others(stay.room(), participant.person()).contains(other));
  }

  @Override
  public void parted(PersonId person, ConversationId conversation) {
    elsewhere.part(person, conversation);
    if (people.room(conversation) == null) {
      elsewhere.forget(conversation);
    }
    if (people.participant(person) != null) {
      others.parted(person, conversation);
    }
  }

  @Override
  public void subscribed(Subscription subscription, Participant participant) {
    Set<PersonId> contacts = new HashSet<>();
    for (Stay stay : participant.stays()) {
      contacts.addAll(others(stay.room(), participant.person()));
    }
    for (PersonId contact : contacts) {
      if (!participant.isApartFrom(contact)) {
        put(subscription, presence(contact, null));
      }
    }
  }

  /// Who is in a small conversation too, wherever they are connected.
  private Set<PersonId> others(Room room, PersonId but) {
    Set<PersonId> others = othersHere(room, but);
    others.addAll(elsewhere.in(room.conversation()));
    others.remove(but);
    return others;
  }

  /// Who is in a small conversation too, and connected here.
  private Set<PersonId> othersHere(Room room, PersonId but) {
    Set<PersonId> others = new HashSet<>();
    if (tellsOfEachOther(room)) {
      room.stays().forEach(stay -> others.add(stay.participant().person()));
      others.remove(but);
    }
    return others;
  }

  /// @param of whom it is about: those are not told of whom one has blocked the other
  private void tell(Set<PersonId> contacts, PersonId of, OutgoingMessage message) {
    for (PersonId contact : contacts) {
      Participant there = people.participant(contact);
      if (there != null && !there.isApartFrom(of)) {
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
    if (tellsOfEachOther(stay.room())
        && (now ? types(stay.room(), person) : stopTyping(conversation, person))) {
      others.typing(elsewhere.nodesOf(conversation), conversation, person, now);
    }
  }

  /// @return whether it is news
  private boolean types(Room room, PersonId person) {
    Typist typist = new Typist(room.conversation(), person);
    long time = nanoTime.getAsLong();
    Long since = typing.get(typist);
    // Clients send this with every key; once in a while is enough to keep it up.
    if (since != null && time - since < limits.typingEvery().toNanos()) {
      return false;
    }
    typing.put(typist, time);
    toRoom(room, person, typing(room.conversation(), person, true));
    return true;
  }

  /// The other nodes see by themselves what is said.
  @Override
  public void said(ConversationId conversation, PersonId sender) {
    if (!typing.isEmpty()) {
      stopTyping(conversation, sender);
    }
  }

  private boolean stopTyping(ConversationId conversation, PersonId person) {
    if (typing.remove(new Typist(conversation, person)) == null) {
      return false;
    }
    stopped(conversation, person);
    return true;
  }

  private void stopped(ConversationId conversation, PersonId person) {
    Room room = people.room(conversation);
    if (room != null) {
      toRoom(room, person, typing(conversation, person, false));
    }
  }

  /// Ends the typing of those who fell silent over it. To be called every now and then.
  public void tick() {
    others.tick();
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

  /// What other nodes tell.
  private final class FromPeers implements Peers.Listener {
    @Override
    public void told(SignalBatch batch) {
      batch.gone().forEach(gone -> gone(batch.from(), gone.person(), gone.at()));
      batch.parted().forEach(parted -> elsewhere.part(parted.person(), parted.conversation()));
      Map<PersonId, List<ConversationId>> asked = new LinkedHashMap<>();
      batch.here().forEach(here -> here(batch.from(), here, asked));
      List<Here> answer = new ArrayList<>(asked.size());
      asked.forEach((person, in) -> answer.add(new Here(person, in, false)));
      others.answer(batch.from(), answer);
      batch.here().forEach(here -> here.in().forEach(at -> tellWhoTypes(batch.from(), at)));
      batch.typing().forEach(this::typing);
    }

    @Override
    public void lost(String node) {
      Instant now = clock.instant();
      for (PersonId person : elsewhere.of(node)) {
        gone(node, person, now);
        // Their node could not do it.
        if (people.participant(person) == null && !elsewhere.has(person)) {
          lastSeen.accept(person, now);
        }
      }
    }

    private void gone(String node, PersonId person, Instant at) {
      Set<PersonId> contacts = new HashSet<>();
      for (ConversationId conversation : elsewhere.remove(node, person)) {
        Room room = people.room(conversation);
        if (room != null && !isHere(person, conversation)) {
          stopTyping(conversation, person);
          contacts.addAll(othersHere(room, person));
        }
      }
      tell(contacts, person, presence(person, at));
    }

    /// @param asked who is here of those whom the other node wants to know of
    private void here(String node, Here here, Map<PersonId, List<ConversationId>> asked) {
      PersonId person = here.person();
      Set<PersonId> contacts = new HashSet<>();
      for (ConversationId conversation : here.in()) {
        Room room = people.room(conversation);
        if (room == null || !tellsOfEachOther(room)) {
          continue;
        }
        if (!elsewhere.has(person, conversation) && !isHere(person, conversation)) {
          contacts.addAll(othersHere(room, person));
        }
        elsewhere.add(node, person, conversation);
        if (here.asks()) {
          for (Stay stay : room.stays()) {
            asked
                .computeIfAbsent(stay.participant().person(), _ -> new ArrayList<>())
                .add(conversation);
          }
        }
      }
      tell(contacts, person, presence(person, null));
    }

    /// A node that has just been found to have a member may have been told nothing yet.
    private void tellWhoTypes(String node, ConversationId conversation) {
      Room room = typing.isEmpty() ? null : people.room(conversation);
      if (room == null) {
        return;
      }
      for (Stay stay : room.stays()) {
        PersonId typist = stay.participant().person();
        if (typing.containsKey(new Typist(conversation, typist))) {
          others.typing(List.of(node), conversation, typist, true);
        }
      }
    }

    private void typing(SignalBatch.Typing told) {
      Room room = people.room(told.conversation());
      if (room == null
          || !tellsOfEachOther(room)
          || !elsewhere.has(told.person(), told.conversation())) {
        return;
      }
      boolean unused =
          told.typing()
              ? types(room, told.person())
              : stopTyping(told.conversation(), told.person());
    }
  }

  private boolean isHere(PersonId person, ConversationId conversation) {
    Participant participant = people.participant(person);
    return participant != null && participant.in(conversation) != null;
  }

  /// Whether those in a conversation see each other come, go and type.
  private boolean tellsOfEachOther(Room room) {
    return room.size() <= limits.smallGroup() && room.isMutual();
  }

  private void toRoom(Room room, PersonId but, OutgoingMessage message) {
    for (Stay stay : room.stays()) {
      Participant there = stay.participant();
      if (!there.person().equals(but) && !there.isApartFrom(but)) {
        send(there, message);
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
