package info.powow.socket.presence;

import info.powow.axon.bus.ClusterMembers;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.json.EventJson;
import info.powow.socket.presence.SignalBatch.Present;
import info.powow.socket.push.ConnectedPerson;
import info.powow.socket.push.ConnectionListener;
import info.powow.socket.push.ConnectionRegistry;
import info.powow.socket.push.LocalConversation;
import info.powow.socket.push.LocalMembership;
import info.powow.socket.push.Outbox;
import info.powow.socket.push.Subscription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Tells people who is online and who is typing, of those with whom they share a private chat or a small
/// group. Runs on the push thread.
///
/// A node knows people on other nodes only if they share a conversation with somebody here. Presence
/// spans all nodes: a person is online from their first connection to any node until their last one
/// ends.
///
/// Nothing is stored, and a missed signal is corrected by a later one: everybody who connects receives
/// presence anew, and typing times out.
public final class Signals implements ConnectionListener {
  private final ConnectionRegistry connections;
  private final SignalLimits limits;
  private final BiConsumer<PersonId, Instant> lastSeen;
  private final LongSupplier nanoTime;
  private final Clock clock;
  private final RemotePresence remotePresence = new RemotePresence();
  private final SignalSender sender;
  private final TypingTracker typing;
  private PresencePeers others = PresencePeers.NONE;

  /// @param lastSeen called when a person's last connection ended; must not block
  public Signals(
      ConnectionRegistry connections,
      Outbox outbox,
      SignalLimits limits,
      EventJson json,
      BiConsumer<PersonId, Instant> lastSeen,
      LongSupplier nanoTime,
      Clock clock) {
    this.connections = connections;
    this.limits = limits;
    this.lastSeen = lastSeen;
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.sender = new SignalSender(connections, outbox, json);
    this.typing = new TypingTracker(connections, sender, limits, nanoTime);
  }

  /// Connects this node to the others. Must be called before the first session.
  ///
  /// @param later schedules work on the push thread
  /// @param lostAfter how long a node may be silent before its people count as offline
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
      // If they are already online elsewhere, the others know.
      if (!remotePresence.has(person, membership.localConversation().conversation())) {
        contacts.addAll(othersHere(membership.localConversation(), person));
      }
    }
    sender.toPeople(contacts, person, sender.presence(person, null));
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
      typing.stop(conversation, person);
      if (!remotePresence.has(person, conversation)) {
        contacts.addAll(othersHere(membership.localConversation(), person));
      }
      if (membership.localConversation().localMemberships().size() == 1) {
        remotePresence.forget(conversation);
      }
    }
    sender.toPeople(contacts, person, sender.presence(person, now));
    others.gone(person, now);
    if (!isElsewhere) {
      lastSeen.accept(person, now);
    }
  }

  /// People who have just come to share a conversation receive each other's presence.
  @Override
  public void joined(LocalMembership membership) {
    LocalConversation localConversation = membership.localConversation();
    if (!tellsOfEachOther(localConversation)) {
      return;
    }
    PersonId person = membership.connected().person();
    if (!remotePresence.has(person, localConversation.conversation())) {
      sender.toPeople(othersHere(localConversation, person), person, sender.presence(person, null));
    }
    for (PersonId other : others(localConversation, person)) {
      sender.toPeople(Set.of(person), other, sender.presence(other, null));
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
        sender.toPeople(Set.of(person), other, sender.presence(other, null));
      }
      others.here(person, List.of(localConversation.conversation()));
    }
  }

  /// Each appears offline to the other, without a time.
  @Override
  public void parted(PersonId one, PersonId other) {
    gone(one, other);
    gone(other, one);
  }

  private void gone(PersonId from, PersonId person) {
    ConnectedPerson there = connections.connected(from);
    if (there != null && areTogether(there, person)) {
      sender.to(there, sender.offline(person));
    }
  }

  @Override
  public void reunited(PersonId one, PersonId other) {
    for (PersonId person : List.of(one, other)) {
      PersonId peer = person.equals(one) ? other : one;
      ConnectedPerson there = connections.connected(person);
      if (there != null && areTogether(there, peer)) {
        sender.toPeople(Set.of(person), peer, sender.presence(peer, null));
      }
    }
  }

  /// Whether another person is in the same conversation, and its members receive each other's
  /// presence.
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
        sender.to(subscription, sender.presence(contact, null));
      }
    }
  }

  /// The other members of a small conversation, on any node.
  private Set<PersonId> others(LocalConversation localConversation, PersonId but) {
    Set<PersonId> others = othersHere(localConversation, but);
    others.addAll(remotePresence.in(localConversation.conversation()));
    others.remove(but);
    return others;
  }

  /// The other members of a small conversation who are connected here.
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

  /// A person starts or stops typing.
  ///
  /// @throws Rejected if they are not a member
  public void typing(PersonId person, ConversationId conversation, boolean now) {
    ConnectedPerson connected = connections.connected(person);
    LocalMembership membership = connected == null ? null : connected.in(conversation);
    if (membership == null) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    if (tellsOfEachOther(membership.localConversation())
        && (now
            ? typing.start(membership.localConversation(), person)
            : typing.stop(conversation, person))) {
      others.typing(remotePresence.nodesOf(conversation), conversation, person, now);
    }
  }

  /// The other nodes read messages from the log themselves.
  @Override
  public void said(ConversationId conversation, PersonId author) {
    typing.stop(conversation, author);
  }

  /// Ends the typing of people who stopped sending it. Called periodically.
  public void tick() {
    others.tick();
    typing.expire();
  }

  /// Handles changes from other nodes.
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
        // The person's own node did not receive it.
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
          typing.stop(conversation, person);
          contacts.addAll(othersHere(localConversation, person));
        }
      }
      sender.toPeople(contacts, person, sender.presence(person, at));
    }

    /// @param asked collects local members of the conversations that the other node asks about
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
      sender.toPeople(contacts, person, sender.presence(person, null));
    }

    /// A node that was just found to have a member may not have the typing signals yet.
    private void tellWhoTypes(String node, ConversationId conversation) {
      LocalConversation localConversation =
          !typing.isAnybodyTyping() ? null : connections.localConversation(conversation);
      if (localConversation == null) {
        return;
      }
      for (LocalMembership membership : localConversation.localMemberships()) {
        PersonId typist = membership.connected().person();
        if (typing.isTyping(conversation, typist)) {
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
              ? typing.start(localConversation, told.person())
              : typing.stop(told.conversation(), told.person());
    }
  }

  private boolean isHere(PersonId person, ConversationId conversation) {
    ConnectedPerson connected = connections.connected(person);
    return connected != null && connected.in(conversation) != null;
  }

  /// Whether members of a conversation receive each other's presence and typing.
  private boolean tellsOfEachOther(LocalConversation localConversation) {
    return localConversation.size() <= limits.smallGroup() && localConversation.isMutual();
  }
}
