package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.Memberships;
import info.powow.domain.conversation.Memberships.Membership;
import info.powow.domain.conversation.Standing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The people connected to this node, and their conversations. Used on the push thread only, so
/// changes are ordered with the events of the log and need no lock.
public final class ConnectionRegistry {
  private static final int MAX_CHECKS = 32;

  private final MembershipSource source;
  private final Executor pushThread;
  private final PushLimits limits;
  private final CatchUp catchUp;
  private final Outbox outbox;
  private final LongSupplier nanoTime;
  private final RecentMembershipChanges changes;
  private final Map<PersonId, ConnectedPerson> connections = new HashMap<>();
  private final Map<ConversationId, LocalConversation> localConversations = new HashMap<>();
  private final Deque<Departure> departures = new ArrayDeque<>();
  private final List<ConnectionListener> listeners = new ArrayList<>(1);

  private final BufferedBytes heldByAll = BufferedBytes.ofAll();
  private final Set<ConnectedPerson> behind = new HashSet<>();
  private final Deque<Agreement> agreements = new ArrayDeque<>();
  private final Deque<Blocking> blockings = new ArrayDeque<>();
  private int asking;
  private long index;

  /// Something that happened while the views were being queried, and that their answer may lack.
  private record Agreement(ConversationId conversation, PersonId by) {}

  private record Blocking(PersonId by, PersonId other, boolean blocked) {}

  private record Departure(ConnectedPerson connected, long nanos) {}

  public ConnectionRegistry(
      MembershipSource source,
      Executor pushThread,
      PushLimits limits,
      CatchUp catchUp,
      Outbox outbox,
      LongSupplier nanoTime,
      RecentMembershipChanges changes) {
    this.source = source;
    this.pushThread = pushThread;
    this.limits = limits;
    this.catchUp = catchUp;
    this.outbox = outbox;
    this.nanoTime = nanoTime;
    this.changes = changes;
  }

  public void tell(ConnectionListener listener) {
    listeners.add(listener);
  }

  public @Nullable ConnectedPerson connected(PersonId person) {
    return connections.get(person);
  }

  /// Everybody who is connected and whose memberships are known.
  public Stream<ConnectedPerson> everybody() {
    return connections.values().stream().filter(ConnectedPerson::isKnown);
  }

  public @Nullable LocalConversation localConversation(ConversationId conversation) {
    return localConversations.get(conversation);
  }

  /// A device has signed in.
  public void connected(Subscriber device) {
    ConnectedPerson connected =
        connections.computeIfAbsent(
            device.person(), person -> new ConnectedPerson(person, heldByAll.ofPerson()));
    connected.devices().add(device);
    ask(connected);
  }

  /// A device's connection has ended.
  public void closed(Subscriber device) {
    ConnectedPerson connected = connections.get(device.person());
    if (connected == null || !connected.devices().remove(device)) {
      return;
    }
    connected
        .events()
        .removeIf(subscription -> subscription.subscriber() == device && letGo(subscription));
    connected.signals().removeIf(subscription -> subscription.subscriber() == device);
    connected.waiting().removeIf(subscription -> subscription.subscriber() == device);
    connected.parked().removeIf(subscription -> subscription.subscriber() == device);
    connected.checks().removeIf(check -> check.device == device);
    for (LocalMembership membership : connected.localMemberships()) {
      membership
          .localConversation()
          .subscriptions()
          .removeIf(subscription -> subscription.subscriber() == device);
    }
    if (connected.devices().isEmpty()) {
      long now = nanoTime.getAsLong();
      connected.emptySince(now);
      departures.add(new Departure(connected, now));
    }
  }

  /// Releases the buffer of a subscription that has ended.
  private static boolean letGo(Subscription subscription) {
    LiveBuffer hold = subscription.hold;
    if (hold != null) {
      hold.drop();
      subscription.hold = null;
    }
    return true;
  }

  public void subscribe(Subscription subscription) {
    if (subscription.resume() == null) {
      subscribe(subscription, 0);
      return;
    }
    // A device may have seen events that the tail has not yet brought here, over another node or by
    // reading. Only when the tail has caught up is it known what the person was a member of at that
    // time.
    catchUp.head(
        head -> pushThread.execute(() -> subscribe(subscription, head)),
        () ->
            pushThread.execute(
                () -> subscription.subscriber().refused(subscription, Reason.LOG_UNAVAILABLE)));
  }

  private void subscribe(Subscription subscription, long notBefore) {
    ConnectedPerson connected = connections.get(subscription.subscriber().person());
    if (connected == null || !connected.devices().contains(subscription.subscriber())) {
      return;
    }
    if (connected.isKnown() && index >= notBefore) {
      activate(connected, subscription);
      return;
    }
    subscription.wait.until(notBefore);
    connected.waiting().add(subscription);
    if (index < notBefore) {
      behind.add(connected);
    }
    ask(connected);
  }

  /// The tail has reached this index of the log.
  void advanced(long to) {
    index = to;
    if (behind.isEmpty()) {
      return;
    }
    List<ConnectedPerson> waited = List.copyOf(behind);
    behind.clear();
    for (ConnectedPerson connected : waited) {
      if (connected.isKnown()) {
        activateWaiting(connected);
      }
      answerChecks(connected);
    }
  }

  /// Tells whether a person sees a conversation: at once if so. Otherwise, waits until their
  /// memberships are known and the tail has reached the current end of the log: whoever has just
  /// connected, or created or joined a group, may act in it at once.
  ///
  /// @param then called with the reason of a refusal, or with null; in order for each conversation
  public void requireMember(
      Subscriber device, ConversationId conversation, Consumer<@Nullable Reason> then) {
    ConnectedPerson connected = connections.get(device.person());
    if (connected == null || !connected.devices().contains(device)) {
      then.accept(Reason.CONVERSATION_NOT_FOUND);
    } else if (connected.checks().size() == MAX_CHECKS) {
      then.accept(Reason.TOO_MANY_REQUESTS);
    } else {
      connected.checks().add(new MembershipCheck(device, conversation, then));
      ask(connected);
      answerChecks(connected);
    }
  }

  private void answerChecks(ConnectedPerson connected) {
    if (!connected.isKnown() || connected.checks().isEmpty()) {
      return;
    }
    // Of one conversation, the checks are answered in order: those that came first wait for less.
    for (MembershipCheck check : List.copyOf(connected.checks())) {
      boolean sees = sees(connected, check.conversation);
      if ((sees || check.wait.isOver(index)) && connected.checks().remove(check)) {
        check.then.accept(sees ? null : Reason.CONVERSATION_NOT_FOUND);
      }
    }
    if (!connected.checks().isEmpty()) {
      behind.add(connected);
      askForTheHead(connected);
    }
  }

  /// A private chat that only the other person has opened is as if it did not exist, also in how
  /// long an answer takes.
  private static boolean sees(ConnectedPerson connected, ConversationId conversation) {
    LocalMembership membership = connected.in(conversation);
    return membership != null && !membership.localConversation().hidesFrom(connected.person());
  }

  /// One query at a time for each person, for all checks that wait.
  private void askForTheHead(ConnectedPerson connected) {
    List<MembershipCheck> asking =
        connected.checks().stream().filter(check -> !check.asked).toList();
    if (connected.asksForTheHead || asking.isEmpty()) {
      return;
    }
    connected.asksForTheHead = true;
    asking.forEach(check -> check.asked = true);
    catchUp.head(
        head ->
            pushThread.execute(() -> {
              connected.asksForTheHead = false;
              asking.forEach(check -> check.wait.until(head));
              answerChecks(connected);
            }),
        () ->
            pushThread.execute(() -> {
              connected.asksForTheHead = false;
              for (MembershipCheck check : asking) {
                if (connected.checks().remove(check)) {
                  check.then.accept(Reason.LOG_UNAVAILABLE);
                }
              }
              answerChecks(connected);
            }));
  }

  private void activateWaiting(ConnectedPerson connected) {
    List<Subscription> waiting = List.copyOf(connected.waiting());
    connected.waiting().clear();
    for (Subscription subscription : waiting) {
      if (subscription.wait.isOver(index)) {
        activate(connected, subscription);
      } else {
        connected.waiting().add(subscription);
        behind.add(connected);
      }
    }
  }

  public void unsubscribe(Subscription subscription) {
    ConnectedPerson connected = connections.get(subscription.subscriber().person());
    if (connected == null) {
      return;
    }
    switch (subscription.topic()) {
      case Topic.Events _ -> {
        boolean unused = connected.events().remove(subscription) && letGo(subscription);
      }
      case Topic.Signals _ -> connected.signals().remove(subscription);
      case Topic.OneConversation one -> {
        LocalConversation localConversation = localConversations.get(one.conversation());
        if (localConversation != null) {
          localConversation.subscriptions().remove(subscription);
        }
        connected.parked().remove(subscription);
      }
      // Managed elsewhere.
      case Topic.Errors _, Topic.Notifications _, Topic.Nearby _, Topic.Replay _ -> {}
    }
    connected.waiting().remove(subscription);
  }

  private void ask(ConnectedPerson connected) {
    if (connected.isKnown() || connected.isAsked()) {
      return;
    }
    connected.asked(true);
    asking++;
    source
        .find(connected.person())
        .whenComplete(
            (memberships, _) -> pushThread.execute(() -> answered(connected, memberships)));
  }

  /// @param memberships null if the query failed
  private void answered(ConnectedPerson connected, @Nullable Memberships memberships) {
    connected.asked(false);
    take(connected, memberships);
    asking--;
    if (asking == 0) {
      agreements.clear();
      blockings.clear();
    }
  }

  private void take(ConnectedPerson connected, @Nullable Memberships memberships) {
    if (connections.get(connected.person()) != connected) {
      return;
    }
    if (memberships == null) {
      List<Subscription> waiting = List.copyOf(connected.waiting());
      connected.waiting().clear();
      waiting.forEach(subscription ->
          subscription.subscriber().refused(subscription, Reason.VIEWS_UNAVAILABLE));
      List<MembershipCheck> checks = List.copyOf(connected.checks());
      connected.checks().clear();
      checks.forEach(check -> check.then.accept(Reason.VIEWS_UNAVAILABLE));
      return;
    }
    know(connected, memberships);
    listeners.forEach(listener -> listener.came(connected));
    activateWaiting(connected);
    answerChecks(connected);
  }

  private void know(ConnectedPerson connected, Memberships memberships) {
    connected.know();
    for (Membership membership : memberships.memberships()) {
      LocalConversation localConversation =
          enter(connected, membership.conversation(), membership.visibleFrom(), false);
      localConversation.size(membership.members());
      localConversation.stands(connected.person(), membership.standing());
    }
    connected.blocked().addAll(memberships.blocked());
    connected.blockedBy().addAll(memberships.blockedBy());
    for (RecentMembershipChanges.Change change : changes.of(connected.person())) {
      if (!change.joined()) {
        leave(connected, change.conversation());
      } else if (connected.in(change.conversation()) == null) {
        // Whether anything was sent since it was opened is unknown: assume so.
        Standing standing =
            change.standing() == Standing.HIDDEN ? Standing.REQUEST : change.standing();
        enter(connected, change.conversation(), change.position(), true)
            .stands(connected.person(), standing);
      }
    }
    for (Agreement agreement : agreements) {
      LocalMembership membership = connected.in(agreement.conversation());
      if (membership != null) {
        membership.localConversation().agreed(agreement.by());
      }
    }
    for (Blocking blocking : blockings) {
      block(connected, blocking);
    }
  }

  private static void block(ConnectedPerson connected, Blocking blocking) {
    if (connected.person().equals(blocking.by())) {
      set(connected.blocked(), blocking.other(), blocking.blocked());
    } else if (connected.person().equals(blocking.other())) {
      set(connected.blockedBy(), blocking.by(), blocking.blocked());
    }
  }

  private static void set(Set<PersonId> connections, PersonId person, boolean in) {
    if (in) {
      connections.add(person);
    } else {
      connections.remove(person);
    }
  }

  /// A block was added or removed, according to the log.
  void blocked(PersonId by, PersonId other, boolean blocked) {
    Blocking blocking = new Blocking(by, other, blocked);
    if (asking > 0) {
      blockings.add(blocking);
    }
    boolean wereApart = false;
    boolean areApart = false;
    for (PersonId person : List.of(by, other)) {
      ConnectedPerson connected = connections.get(person);
      if (connected != null && connected.isKnown()) {
        PersonId peer = person.equals(by) ? other : by;
        wereApart |= connected.isApartFrom(peer);
        block(connected, blocking);
        areApart |= connected.isApartFrom(peer);
      }
    }
    if (areApart == wereApart) {
      // The other has blocked, too: nobody learns of the second block, or of the end of one of two.
      return;
    }
    for (ConnectionListener listener : listeners) {
      if (areApart) {
        listener.parted(by, other);
      } else {
        listener.reunited(by, other);
      }
    }
  }

  /// A person has written in a conversation, or accepted its request, according to the log.
  void agreed(ConversationId conversation, PersonId by) {
    if (!conversation.namesPrivateChat()) {
      return;
    }
    if (asking > 0) {
      agreements.add(new Agreement(conversation, by));
    }
    LocalConversation localConversation = localConversations.get(conversation);
    if (localConversation != null && localConversation.agreed(by)) {
      listeners.forEach(listener -> listener.agreed(localConversation));
    }
  }

  private LocalConversation enter(
      ConnectedPerson connected, ConversationId conversation, long visibleFrom, boolean fresh) {
    LocalConversation localConversation =
        localConversations.computeIfAbsent(conversation, LocalConversation::new);
    if (fresh && visibleFrom > 0 && !localConversation.showsHistory()) {
      catchUp.showsHistory(
          conversation, shows -> pushThread.execute(() -> localConversation.showsHistory(shows)));
    }
    LocalMembership membership =
        new LocalMembership(connected, localConversation, visibleFrom, fresh);
    localConversation.localMemberships().add(membership);
    connected.put(membership);
    unpark(connected, localConversation);
    return localConversation;
  }

  /// Reactivates subscriptions to a conversation when the person is a member again.
  private static void unpark(ConnectedPerson connected, LocalConversation localConversation) {
    List<Subscription> parked = connected.parked();
    for (int i = parked.size() - 1; i >= 0; i--) {
      if (parked.get(i).topic() instanceof Topic.OneConversation(var conversation)
          && conversation.equals(localConversation.conversation())) {
        localConversation.subscriptions().add(parked.remove(i));
      }
    }
  }

  private void leave(ConnectedPerson connected, ConversationId conversation) {
    LocalMembership membership = connected.in(conversation);
    if (membership == null) {
      return;
    }
    connected.remove(conversation);
    leave(membership);
  }

  private void leave(LocalMembership membership) {
    LocalConversation localConversation = membership.localConversation();
    localConversation.localMemberships().removeIf(other -> other == membership);
    ConnectedPerson connected = membership.connected();
    localConversation.forget(connected.person());
    localConversation
        .subscriptions()
        .removeIf(subscription ->
            subscription.subscriber().person().equals(connected.person())
                && connected.parked().add(subscription));
    if (localConversation.localMemberships().isEmpty()) {
      localConversations.remove(localConversation.conversation());
    }
  }

  /// A person became a member, according to the log.
  void joined(
      PersonId person, ConversationId conversation, long position, int size, Standing standing) {
    changes.add(
        new RecentMembershipChanges.Change(
            person, conversation, position, true, standing, nanoTime.getAsLong()));
    ConnectedPerson connected = connections.get(person);
    if (connected == null || !connected.isKnown() || connected.in(conversation) != null) {
      return;
    }
    LocalConversation localConversation = enter(connected, conversation, position, true);
    localConversation.size(Math.max(size, localConversation.size()));
    localConversation.stands(person, standing);
    LocalMembership membership = connected.in(conversation);
    if (membership != null) {
      listeners.forEach(listener -> listener.joined(membership));
    }
  }

  /// A person is no longer a member, according to the log.
  void left(PersonId person, ConversationId conversation, long position) {
    changes.add(
        new RecentMembershipChanges.Change(
            person, conversation, position, false, Standing.MUTUAL, nanoTime.getAsLong()));
    ConnectedPerson connected = connections.get(person);
    if (connected != null) {
      leave(connected, conversation);
    }
    listeners.forEach(listener -> listener.parted(person, conversation));
  }

  void said(ConversationId conversation, PersonId sender) {
    for (ConnectionListener listener : listeners) {
      listener.said(conversation, sender);
    }
  }

  private void activate(ConnectedPerson connected, Subscription subscription) {
    Subscriber device = subscription.subscriber();
    switch (subscription.topic()) {
      case Topic.Events _ -> {
        connected.events().add(subscription);
        device.subscribed(subscription);
        ResumeRequest resume = subscription.resume();
        if (resume != null) {
          // The positions named by the client may be large, and are no longer needed.
          subscription.forgetResume();
          subscription.hold = new LiveBuffer(connected.held(), limits.held());
          catchUp.start(
              subscription, parts(connected, resume.positions()), resume.epoch(), this::caughtUp);
        }
      }
      case Topic.OneConversation one -> {
        LocalMembership membership = connected.in(one.conversation());
        if (membership != null && sees(connected, one.conversation())) {
          membership.localConversation().subscriptions().add(subscription);
          device.subscribed(subscription);
        } else if (subscription.upToDate) {
          device.refused(subscription, Reason.CONVERSATION_NOT_FOUND);
        } else {
          // The person may have just created the group, or joined it.
          activateAtTheHead(connected, subscription);
        }
      }
      case Topic.Signals _ -> {
        connected.signals().add(subscription);
        device.subscribed(subscription);
        listeners.forEach(listener -> listener.subscribed(subscription, connected));
      }
      case Topic.Errors _, Topic.Notifications _, Topic.Nearby _, Topic.Replay _ ->
          device.subscribed(subscription);
    }
  }

  private void activateAtTheHead(ConnectedPerson connected, Subscription subscription) {
    subscription.upToDate = true;
    subscription.wait.begin();
    connected.waiting().add(subscription);
    behind.add(connected);
    catchUp.head(
        head ->
            pushThread.execute(() -> {
              subscription.wait.until(head);
              activateWaiting(connected);
            }),
        () ->
            pushThread.execute(() -> {
              if (connected.waiting().remove(subscription)) {
                subscription.subscriber().refused(subscription, Reason.LOG_UNAVAILABLE);
              }
            }));
  }

  private static List<CatchUp.Part> parts(
      ConnectedPerson connected, Map<ConversationId, Long> resume) {
    List<CatchUp.Part> parts = new ArrayList<>();
    for (LocalMembership membership : connected.localMemberships()) {
      if (membership.localConversation().hidesFrom(connected.person())) {
        continue;
      }
      ConversationId conversation = membership.localConversation().conversation();
      parts.add(
          new CatchUp.Part(
              conversation,
              true,
              membership.visibleFrom(),
              membership.fresh(),
              resume.get(conversation)));
    }
    resume.forEach((conversation, has) -> {
      if (connected.in(conversation) == null) {
        parts.add(new CatchUp.Part(conversation, false, 0, false, has));
      }
    });
    return parts;
  }

  /// A device has received what it missed.
  ///
  /// @param sent null if the log could not be read
  private void caughtUp(Subscription subscription, CatchUp.@Nullable Sent sent) {
    pushThread.execute(() -> {
      LiveBuffer hold = subscription.hold;
      if (hold == null) {
        return;
      }
      if (sent == null) {
        subscription.subscriber().overflowed();
        return;
      }
      subscription.hold = null;
      subscription.sent = sent;
      outbox.put(subscription.subscriber(), catchUp.marker(subscription));
      hold.release(sent.upTo(), frame -> outbox.put(subscription.subscriber(), frame));
    });
  }

  /// Removes people who have not reconnected in time. Called periodically.
  ///
  /// @param quiet whether the tail has brought nothing for a while
  void tick(boolean quiet) {
    if (quiet) {
      for (ConnectedPerson connected : behind) {
        connected.waiting().forEach(subscription -> subscription.wait.quiet());
        connected.checks().forEach(check -> check.wait.quiet());
      }
      advanced(index);
    }
    long now = nanoTime.getAsLong();
    changes.forgetOld(now);
    while (!departures.isEmpty()
        && now - departures.getFirst().nanos() >= limits.grace().toNanos()) {
      Departure departure = departures.remove();
      ConnectedPerson connected = departure.connected();
      boolean cameBack =
          !connected.devices().isEmpty() || connected.emptySince() != departure.nanos();
      if (!cameBack && connections.remove(connected.person(), connected)) {
        listeners.forEach(listener -> listener.left(connected));
        connected.localMemberships().forEach(this::leave);
      }
    }
  }
}
