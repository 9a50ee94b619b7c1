package info.powow.socket.presence;

import info.powow.axon.bus.ClusterMembers;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.WireEvent;
import info.powow.socket.presence.SignalBatch.Present;
import info.powow.socket.push.ConnectedPerson;
import info.powow.socket.push.ConnectionListener;
import info.powow.socket.push.ConnectionRegistry;
import info.powow.socket.push.LocalConversation;
import info.powow.socket.push.LocalMembership;
import info.powow.socket.push.Outbox;
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
public final class Signals implements ConnectionListener {
  private final ConnectionRegistry connections;
  private final Outbox outbox;
  private final SignalLimits limits;
  private final EventJson json;
  private final BiConsumer<PersonId, Instant> lastSeen;
  private final LongSupplier nanoTime;
  private final Clock clock;
  private final RemotePresence remotePresence = new RemotePresence();
  private final Map<TypingPerson, Long> typing = new HashMap<>();
  private PresencePeers others = PresencePeers.NONE;
  private long sent;

  /// @param lastSeen is told when somebody's last connection ended; must not wait
  public Signals(
      ConnectionRegistry connections,
      Outbox outbox,
      SignalLimits limits,
      EventJson json,
      BiConsumer<PersonId, Instant> lastSeen,
      LongSupplier nanoTime,
      Clock clock) {
    this.connections = connections;
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
  public PresencePeers with(
      ClusterMembers nodes, Executor pushThread, PushTimer later, Duration lostAfter) {
    others =
        new PresenceReplicator(
            nodes, pushThread, later, lostAfter, nanoTime, this::everybody, new FromPeers());
    return others;
  }

  private Stream<Present> everybody() {
    return connections
        .everybody()
        .map(connected -> new Present(connected.person(), smallOnes(connected), true));
  }

  private List<ConversationId> smallOnes(ConnectedPerson connected) {
    return connected.localMemberships().stream()
        .map(LocalMembership::localConversation)
        .filter(this::tellsOfEachOther)
        .map(LocalConversation::conversation)
        .toList();
  }

  @Override
  public void came(ConnectedPerson connected) {
    PersonId person = connected.person();
    Set<PersonId> contacts = new HashSet<>();
    for (LocalMembership membership : connected.localMemberships()) {
      // Where they are elsewhere already, it is known that they are there.
      if (!remotePresence.has(person, membership.localConversation().conversation())) {
        contacts.addAll(othersHere(membership.localConversation(), person));
      }
    }
    tell(contacts, person, presence(person, null));
    others.here(person, smallOnes(connected));
  }

  @Override
  public void left(ConnectedPerson connected) {
    PersonId person = connected.person();
    Instant now = clock.instant();
    boolean isElsewhere = remotePresence.has(person);
    Set<PersonId> contacts = new HashSet<>();
    for (LocalMembership membership : connected.localMemberships()) {
      ConversationId conversation = membership.localConversation().conversation();
      stopTyping(conversation, person);
      if (!remotePresence.has(person, conversation)) {
        contacts.addAll(othersHere(membership.localConversation(), person));
      }
      if (membership.localConversation().localMemberships().size() == 1) {
        remotePresence.forget(conversation);
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
  public void joined(LocalMembership membership) {
    LocalConversation localConversation = membership.localConversation();
    if (!tellsOfEachOther(localConversation)) {
      return;
    }
    PersonId person = membership.connected().person();
    if (!remotePresence.has(person, localConversation.conversation())) {
      tell(othersHere(localConversation, person), person, presence(person, null));
    }
    for (PersonId other : others(localConversation, person)) {
      tell(Set.of(person), other, presence(other, null));
    }
    others.here(person, List.of(localConversation.conversation()));
  }

  @Override
  public void agreed(LocalConversation localConversation) {
    if (!tellsOfEachOther(localConversation)) {
      return;
    }
    for (LocalMembership membership : localConversation.localMemberships()) {
      PersonId person = membership.connected().person();
      for (PersonId other : others(localConversation, person)) {
        tell(Set.of(person), other, presence(other, null));
      }
      others.here(person, List.of(localConversation.conversation()));
    }
  }

  /// Each is gone for the other, and nobody is told since when.
  @Override
  public void parted(PersonId one, PersonId other) {
    gone(one, other);
    gone(other, one);
  }

  private void gone(PersonId from, PersonId person) {
    ConnectedPerson there = connections.connected(from);
    if (there != null && areTogether(there, person)) {
      send(there, signal(new Signal.Presence(person, false, null)));
    }
  }

  @Override
  public void reunited(PersonId one, PersonId other) {
    for (PersonId person : List.of(one, other)) {
      PersonId peer = person.equals(one) ? other : one;
      ConnectedPerson there = connections.connected(person);
      if (there != null && areTogether(there, peer)) {
        tell(Set.of(person), peer, presence(peer, null));
      }
    }
  }

  /// Whether somebody is there too, in a conversation whose members see each other come and go.
  private boolean areTogether(ConnectedPerson connected, PersonId other) {
    return connected.localMemberships().stream()
        .anyMatch(membership ->
            others(membership.localConversation(), connected.person()).contains(other));
  }

  @Override
  public void parted(PersonId person, ConversationId conversation) {
    remotePresence.part(person, conversation);
    if (connections.localConversation(conversation) == null) {
      remotePresence.forget(conversation);
    }
    if (connections.connected(person) != null) {
      others.parted(person, conversation);
    }
  }

  @Override
  public void subscribed(Subscription subscription, ConnectedPerson connected) {
    Set<PersonId> contacts = new HashSet<>();
    for (LocalMembership membership : connected.localMemberships()) {
      contacts.addAll(others(membership.localConversation(), connected.person()));
    }
    for (PersonId contact : contacts) {
      if (!connected.isApartFrom(contact)) {
        put(subscription, presence(contact, null));
      }
    }
  }

  /// Who is in a small conversation too, wherever they are connected.
  private Set<PersonId> others(LocalConversation localConversation, PersonId but) {
    Set<PersonId> others = othersHere(localConversation, but);
    others.addAll(remotePresence.in(localConversation.conversation()));
    others.remove(but);
    return others;
  }

  /// Who is in a small conversation too, and connected here.
  private Set<PersonId> othersHere(LocalConversation localConversation, PersonId but) {
    Set<PersonId> others = new HashSet<>();
    if (tellsOfEachOther(localConversation)) {
      localConversation
          .localMemberships()
          .forEach(membership -> others.add(membership.connected().person()));
      others.remove(but);
    }
    return others;
  }

  /// @param of whom it is about: those are not told of whom one has blocked the other
  private void tell(Set<PersonId> contacts, PersonId of, OutgoingMessage message) {
    for (PersonId contact : contacts) {
      ConnectedPerson there = connections.connected(contact);
      if (there != null && !there.isApartFrom(of)) {
        send(there, message);
      }
    }
  }

  /// Somebody types, or has stopped to.
  ///
  /// @throws Rejected when they are no member
  public void typing(PersonId person, ConversationId conversation, boolean now) {
    ConnectedPerson connected = connections.connected(person);
    LocalMembership membership = connected == null ? null : connected.in(conversation);
    if (membership == null) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    if (tellsOfEachOther(membership.localConversation())
        && (now
            ? types(membership.localConversation(), person)
            : stopTyping(conversation, person))) {
      others.typing(remotePresence.nodesOf(conversation), conversation, person, now);
    }
  }

  /// @return whether it is news
  private boolean types(LocalConversation localConversation, PersonId person) {
    TypingPerson typist = new TypingPerson(localConversation.conversation(), person);
    long time = nanoTime.getAsLong();
    Long since = typing.get(typist);
    // Clients send this with every key; once in a while is enough to keep it up.
    if (since != null && time - since < limits.typingInterval().toNanos()) {
      return false;
    }
    typing.put(typist, time);
    toRoom(localConversation, person, typing(localConversation.conversation(), person, true));
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
    if (typing.remove(new TypingPerson(conversation, person)) == null) {
      return false;
    }
    stopped(conversation, person);
    return true;
  }

  private void stopped(ConversationId conversation, PersonId person) {
    LocalConversation localConversation = connections.localConversation(conversation);
    if (localConversation != null) {
      toRoom(localConversation, person, typing(conversation, person, false));
    }
  }

  /// Ends the typing of those who fell silent over it. To be called every now and then.
  public void tick() {
    others.tick();
    if (typing.isEmpty()) {
      return;
    }
    long time = nanoTime.getAsLong();
    Iterator<Map.Entry<TypingPerson, Long>> all = typing.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<TypingPerson, Long> entry = all.next();
      if (time - entry.getValue() >= limits.typingTimeout().toNanos()) {
        all.remove();
        stopped(entry.getKey().conversation(), entry.getKey().person());
      }
    }
  }

  /// What other nodes tell.
  private final class FromPeers implements PresenceReplicator.Listener {
    @Override
    public void told(SignalBatch batch) {
      batch.gone().forEach(gone -> gone(batch.from(), gone.person(), gone.at()));
      batch.parted().forEach(parted -> remotePresence.part(parted.person(), parted.conversation()));
      Map<PersonId, List<ConversationId>> asked = new LinkedHashMap<>();
      batch.here().forEach(here -> here(batch.from(), here, asked));
      List<Present> answer = new ArrayList<>(asked.size());
      asked.forEach((person, in) -> answer.add(new Present(person, in, false)));
      others.answer(batch.from(), answer);
      batch.here().forEach(here -> here.in().forEach(at -> tellWhoTypes(batch.from(), at)));
      batch.typing().forEach(this::typing);
    }

    @Override
    public void lost(String node) {
      Instant now = clock.instant();
      for (PersonId person : remotePresence.of(node)) {
        gone(node, person, now);
        // Their node could not do it.
        if (connections.connected(person) == null && !remotePresence.has(person)) {
          lastSeen.accept(person, now);
        }
      }
    }

    private void gone(String node, PersonId person, Instant at) {
      Set<PersonId> contacts = new HashSet<>();
      for (ConversationId conversation : remotePresence.remove(node, person)) {
        LocalConversation localConversation = connections.localConversation(conversation);
        if (localConversation != null && !isHere(person, conversation)) {
          stopTyping(conversation, person);
          contacts.addAll(othersHere(localConversation, person));
        }
      }
      tell(contacts, person, presence(person, at));
    }

    /// @param asked who is here of those whom the other node wants to know of
    private void here(String node, Present here, Map<PersonId, List<ConversationId>> asked) {
      PersonId person = here.person();
      Set<PersonId> contacts = new HashSet<>();
      for (ConversationId conversation : here.in()) {
        LocalConversation localConversation = connections.localConversation(conversation);
        if (localConversation == null || !tellsOfEachOther(localConversation)) {
          continue;
        }
        if (!remotePresence.has(person, conversation) && !isHere(person, conversation)) {
          contacts.addAll(othersHere(localConversation, person));
        }
        remotePresence.add(node, person, conversation);
        if (here.asks()) {
          for (LocalMembership membership : localConversation.localMemberships()) {
            asked
                .computeIfAbsent(membership.connected().person(), _ -> new ArrayList<>())
                .add(conversation);
          }
        }
      }
      tell(contacts, person, presence(person, null));
    }

    /// A node that has just been found to have a member may have been told nothing yet.
    private void tellWhoTypes(String node, ConversationId conversation) {
      LocalConversation localConversation =
          typing.isEmpty() ? null : connections.localConversation(conversation);
      if (localConversation == null) {
        return;
      }
      for (LocalMembership membership : localConversation.localMemberships()) {
        PersonId typist = membership.connected().person();
        if (typing.containsKey(new TypingPerson(conversation, typist))) {
          others.typing(List.of(node), conversation, typist, true);
        }
      }
    }

    private void typing(SignalBatch.Typing told) {
      LocalConversation localConversation = connections.localConversation(told.conversation());
      if (localConversation == null
          || !tellsOfEachOther(localConversation)
          || !remotePresence.has(told.person(), told.conversation())) {
        return;
      }
      boolean unused =
          told.typing()
              ? types(localConversation, told.person())
              : stopTyping(told.conversation(), told.person());
    }
  }

  private boolean isHere(PersonId person, ConversationId conversation) {
    ConnectedPerson connected = connections.connected(person);
    return connected != null && connected.in(conversation) != null;
  }

  /// Whether those in a conversation see each other come, go and type.
  private boolean tellsOfEachOther(LocalConversation localConversation) {
    return localConversation.size() <= limits.smallGroup() && localConversation.isMutual();
  }

  private void toRoom(LocalConversation localConversation, PersonId but, OutgoingMessage message) {
    for (LocalMembership membership : localConversation.localMemberships()) {
      ConnectedPerson there = membership.connected();
      if (!there.person().equals(but) && !there.isApartFrom(but)) {
        send(there, message);
      }
    }
  }

  private void send(ConnectedPerson connected, OutgoingMessage message) {
    for (Subscription subscription : connected.signals()) {
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
