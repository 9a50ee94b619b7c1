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
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who is connected here, and which conversations they are in. All of it on the push thread, so
/// that it has one order with the events of the log and needs no lock.
public final class People {
  private final MembershipSource source;
  private final Executor pushThread;
  private final PushLimits limits;
  private final CatchUp catchUp;
  private final Outbox outbox;
  private final LongSupplier nanoTime;
  private final RecentChanges changes;
  private final Map<PersonId, Participant> people = new HashMap<>();
  private final Map<ConversationId, Room> rooms = new HashMap<>();
  private final Deque<Departure> departures = new ArrayDeque<>();
  private final List<PeopleListener> listeners = new ArrayList<>(1);

  private final HeldBytes heldByAll = HeldBytes.ofAll();
  private final Set<Participant> behind = new HashSet<>();
  private final Deque<Agreement> agreements = new ArrayDeque<>();
  private final Deque<Blocking> blockings = new ArrayDeque<>();
  private int asking;
  private long index;

  /// What happened to people while the views were asked about somebody: their answer may lack it.
  private record Agreement(ConversationId conversation, PersonId by) {}

  private record Blocking(PersonId by, PersonId other, boolean blocked) {}

  private record Departure(Participant participant, long nanos) {}

  public People(
      MembershipSource source,
      Executor pushThread,
      PushLimits limits,
      CatchUp catchUp,
      Outbox outbox,
      LongSupplier nanoTime,
      RecentChanges changes) {
    this.source = source;
    this.pushThread = pushThread;
    this.limits = limits;
    this.catchUp = catchUp;
    this.outbox = outbox;
    this.nanoTime = nanoTime;
    this.changes = changes;
  }

  public void tell(PeopleListener listener) {
    listeners.add(listener);
  }

  public @Nullable Participant participant(PersonId person) {
    return people.get(person);
  }

  /// Everybody who is connected, and of whom it is known where.
  public Stream<Participant> everybody() {
    return people.values().stream().filter(Participant::isKnown);
  }

  public @Nullable Room room(ConversationId conversation) {
    return rooms.get(conversation);
  }

  /// A device has signed in.
  public void connected(Subscriber device) {
    Participant participant =
        people.computeIfAbsent(
            device.person(), person -> new Participant(person, heldByAll.ofPerson()));
    participant.devices().add(device);
    ask(participant);
  }

  /// A device's connection has ended.
  public void closed(Subscriber device) {
    Participant participant = people.get(device.person());
    if (participant == null || !participant.devices().remove(device)) {
      return;
    }
    participant
        .events()
        .removeIf(subscription -> subscription.subscriber() == device && letGo(subscription));
    participant.signals().removeIf(subscription -> subscription.subscriber() == device);
    participant.waiting().removeIf(subscription -> subscription.subscriber() == device);
    participant.parked().removeIf(subscription -> subscription.subscriber() == device);
    for (Stay stay : participant.stays()) {
      stay.room().subscriptions().removeIf(subscription -> subscription.subscriber() == device);
    }
    if (participant.devices().isEmpty()) {
      long now = nanoTime.getAsLong();
      participant.emptySince(now);
      departures.add(new Departure(participant, now));
    }
  }

  /// Nobody is sent what is held for a subscription that has ended.
  private static boolean letGo(Subscription subscription) {
    Hold hold = subscription.hold;
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
    // A device may have seen, over another node or from reading back, what the tail has yet to
    // bring here. Only
    // when the tail has come as far is it known what somebody was a member of when they saw it.
    catchUp.head(
        head -> pushThread.execute(() -> subscribe(subscription, head)),
        () ->
            pushThread.execute(
                () -> subscription.subscriber().refused(subscription, Reason.LOG_UNAVAILABLE)));
  }

  private void subscribe(Subscription subscription, long notBefore) {
    Participant participant = people.get(subscription.subscriber().person());
    if (participant == null || !participant.devices().contains(subscription.subscriber())) {
      return;
    }
    if (participant.isKnown() && index >= notBefore) {
      activate(participant, subscription);
      return;
    }
    subscription.notBefore = notBefore;
    participant.waiting().add(subscription);
    if (index < notBefore) {
      behind.add(participant);
    }
    ask(participant);
  }

  /// The tail has brought what stands at this index of the log.
  void advanced(long to) {
    index = to;
    if (behind.isEmpty()) {
      return;
    }
    List<Participant> waited = List.copyOf(behind);
    behind.clear();
    for (Participant participant : waited) {
      if (participant.isKnown()) {
        activateWaiting(participant);
      }
    }
  }

  private void activateWaiting(Participant participant) {
    List<Subscription> waiting = List.copyOf(participant.waiting());
    participant.waiting().clear();
    for (Subscription subscription : waiting) {
      if (index >= subscription.notBefore) {
        activate(participant, subscription);
      } else {
        participant.waiting().add(subscription);
        behind.add(participant);
      }
    }
  }

  public void unsubscribe(Subscription subscription) {
    Participant participant = people.get(subscription.subscriber().person());
    if (participant == null) {
      return;
    }
    switch (subscription.topic()) {
      case Topic.Events _ -> {
        boolean unused = participant.events().remove(subscription) && letGo(subscription);
      }
      case Topic.Signals _ -> participant.signals().remove(subscription);
      case Topic.OneConversation one -> {
        Room room = rooms.get(one.conversation());
        if (room != null) {
          room.subscriptions().remove(subscription);
        }
        participant.parked().remove(subscription);
      }
      // Others keep those.
      case Topic.Errors _, Topic.Notifications _, Topic.Nearby _ -> {}
    }
    participant.waiting().remove(subscription);
  }

  private void ask(Participant participant) {
    if (participant.isKnown() || participant.isAsked()) {
      return;
    }
    participant.asked(true);
    asking++;
    source
        .find(participant.person())
        .whenComplete(
            (memberships, _) -> pushThread.execute(() -> answered(participant, memberships)));
  }

  /// @param memberships null when nobody could say
  private void answered(Participant participant, @Nullable Memberships memberships) {
    participant.asked(false);
    take(participant, memberships);
    asking--;
    if (asking == 0) {
      agreements.clear();
      blockings.clear();
    }
  }

  private void take(Participant participant, @Nullable Memberships memberships) {
    if (people.get(participant.person()) != participant) {
      return;
    }
    if (memberships == null) {
      List<Subscription> waiting = List.copyOf(participant.waiting());
      participant.waiting().clear();
      waiting.forEach(subscription ->
          subscription.subscriber().refused(subscription, Reason.VIEWS_UNAVAILABLE));
      return;
    }
    know(participant, memberships);
    listeners.forEach(listener -> listener.came(participant));
    activateWaiting(participant);
  }

  private void know(Participant participant, Memberships memberships) {
    participant.know();
    for (Membership membership : memberships.memberships()) {
      Room room = enter(participant, membership.conversation(), membership.visibleFrom(), false);
      room.size(membership.members());
      room.stands(participant.person(), membership.standing());
    }
    participant.blocked().addAll(memberships.blocked());
    participant.blockedBy().addAll(memberships.blockedBy());
    for (RecentChanges.Change change : changes.of(participant.person())) {
      if (!change.joined()) {
        leave(participant, change.conversation());
      } else if (participant.in(change.conversation()) == null) {
        // What was said since it was opened is not known: rather as if something was.
        Standing standing =
            change.standing() == Standing.UNSAID ? Standing.REQUEST : change.standing();
        enter(participant, change.conversation(), change.position(), true)
            .stands(participant.person(), standing);
      }
    }
    for (Agreement agreement : agreements) {
      Stay stay = participant.in(agreement.conversation());
      if (stay != null) {
        stay.room().agreed(agreement.by());
      }
    }
    for (Blocking blocking : blockings) {
      block(participant, blocking);
    }
  }

  private static void block(Participant participant, Blocking blocking) {
    if (participant.person().equals(blocking.by())) {
      set(participant.blocked(), blocking.other(), blocking.blocked());
    } else if (participant.person().equals(blocking.other())) {
      set(participant.blockedBy(), blocking.by(), blocking.blocked());
    }
  }

  private static void set(Set<PersonId> people, PersonId person, boolean in) {
    if (in) {
      people.add(person);
    } else {
      people.remove(person);
    }
  }

  /// The log says that somebody has blocked another, or does so no more.
  void blocked(PersonId by, PersonId other, boolean blocked) {
    Blocking blocking = new Blocking(by, other, blocked);
    if (asking > 0) {
      blockings.add(blocking);
    }
    boolean apart = false;
    for (PersonId person : List.of(by, other)) {
      Participant participant = people.get(person);
      if (participant != null && participant.isKnown()) {
        block(participant, blocking);
        apart |= participant.isApartFrom(person.equals(by) ? other : by);
      }
    }
    for (PeopleListener listener : listeners) {
      if (apart) {
        listener.parted(by, other);
      } else {
        listener.reunited(by, other);
      }
    }
  }

  /// The log says that somebody has written in a conversation, or accepted it as a request.
  void agreed(ConversationId conversation, PersonId by) {
    if (!conversation.namesPrivateChat()) {
      return;
    }
    if (asking > 0) {
      agreements.add(new Agreement(conversation, by));
    }
    Room room = rooms.get(conversation);
    if (room != null && room.agreed(by)) {
      listeners.forEach(listener -> listener.agreed(room));
    }
  }

  private Room enter(
      Participant participant, ConversationId conversation, long visibleFrom, boolean fresh) {
    Room room = rooms.computeIfAbsent(conversation, Room::new);
    if (fresh && visibleFrom > 0 && !room.showsHistory()) {
      catchUp.showsHistory(
          conversation, shows -> pushThread.execute(() -> room.showsHistory(shows)));
    }
    Stay stay = new Stay(participant, room, visibleFrom, fresh);
    room.stays().add(stay);
    participant.put(stay);
    unpark(participant, room);
    return room;
  }

  /// Lets subscriptions to a conversation live again when the person is a member of it again.
  private static void unpark(Participant participant, Room room) {
    List<Subscription> parked = participant.parked();
    for (int i = parked.size() - 1; i >= 0; i--) {
      if (parked.get(i).topic() instanceof Topic.OneConversation(var conversation)
          && conversation.equals(room.conversation())) {
        room.subscriptions().add(parked.remove(i));
      }
    }
  }

  private void leave(Participant participant, ConversationId conversation) {
    Stay stay = participant.in(conversation);
    if (stay == null) {
      return;
    }
    participant.remove(conversation);
    leave(stay);
  }

  private void leave(Stay stay) {
    Room room = stay.room();
    room.stays().removeIf(other -> other == stay);
    Participant participant = stay.participant();
    room.forget(participant.person());
    room.subscriptions()
        .removeIf(subscription ->
            subscription.subscriber().person().equals(participant.person())
                && participant.parked().add(subscription));
    if (room.stays().isEmpty()) {
      rooms.remove(room.conversation());
    }
  }

  /// The log says that somebody is a member now.
  void joined(
      PersonId person, ConversationId conversation, long position, int size, Standing standing) {
    changes.add(
        new RecentChanges.Change(
            person, conversation, position, true, standing, nanoTime.getAsLong()));
    Participant participant = people.get(person);
    if (participant == null || !participant.isKnown() || participant.in(conversation) != null) {
      return;
    }
    Room room = enter(participant, conversation, position, true);
    room.size(Math.max(size, room.size()));
    room.stands(person, standing);
    Stay stay = participant.in(conversation);
    if (stay != null) {
      listeners.forEach(listener -> listener.joined(stay));
    }
  }

  /// The log says that somebody is no member any more.
  void left(PersonId person, ConversationId conversation, long position) {
    changes.add(
        new RecentChanges.Change(
            person, conversation, position, false, Standing.MUTUAL, nanoTime.getAsLong()));
    Participant participant = people.get(person);
    if (participant != null) {
      leave(participant, conversation);
    }
    listeners.forEach(listener -> listener.parted(person, conversation));
  }

  void said(ConversationId conversation, PersonId sender) {
    for (PeopleListener listener : listeners) {
      listener.said(conversation, sender);
    }
  }

  private void activate(Participant participant, Subscription subscription) {
    Subscriber device = subscription.subscriber();
    switch (subscription.topic()) {
      case Topic.Events _ -> {
        participant.events().add(subscription);
        device.subscribed(subscription);
        Map<ConversationId, Long> resume = subscription.resume();
        if (resume != null) {
          // What the client named may be much, and is of no use any more.
          subscription.forgetResume();
          subscription.hold = new Hold(participant.held(), limits.held());
          catchUp.start(subscription, parts(participant, resume), this::caughtUp);
        }
      }
      case Topic.OneConversation one -> {
        Stay stay = participant.in(one.conversation());
        if (stay == null || stay.room().hidesFrom(participant.person())) {
          device.refused(subscription, Reason.CONVERSATION_NOT_FOUND);
        } else {
          stay.room().subscriptions().add(subscription);
          device.subscribed(subscription);
        }
      }
      case Topic.Signals _ -> {
        participant.signals().add(subscription);
        device.subscribed(subscription);
        listeners.forEach(listener -> listener.subscribed(subscription, participant));
      }
      case Topic.Errors _, Topic.Notifications _, Topic.Nearby _ -> device.subscribed(subscription);
    }
  }

  private static List<CatchUp.Part> parts(
      Participant participant, Map<ConversationId, Long> resume) {
    List<CatchUp.Part> parts = new ArrayList<>();
    for (Stay stay : participant.stays()) {
      if (stay.room().hidesFrom(participant.person())) {
        continue;
      }
      ConversationId conversation = stay.room().conversation();
      parts.add(
          new CatchUp.Part(
              conversation, true, stay.visibleFrom(), stay.fresh(), resume.get(conversation)));
    }
    resume.forEach((conversation, has) -> {
      if (participant.in(conversation) == null) {
        parts.add(new CatchUp.Part(conversation, false, 0, false, has));
      }
    });
    return parts;
  }

  /// A device has been sent what it missed.
  ///
  /// @param sent null when the log could not be read
  private void caughtUp(Subscription subscription, CatchUp.@Nullable Sent sent) {
    pushThread.execute(() -> {
      Hold hold = subscription.hold;
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

  /// Lets those go who have not come back in time. To be called every now and then.
  ///
  /// @param quiet nothing has come of the tail for a while
  void tick(boolean quiet) {
    if (quiet) {
      // What stands at the end of the log may be nothing that the tail brings.
      for (Participant participant : behind) {
        participant.waiting().forEach(subscription -> subscription.notBefore = 0);
      }
      advanced(index);
    }
    long now = nanoTime.getAsLong();
    changes.forgetOld(now);
    while (!departures.isEmpty()
        && now - departures.getFirst().nanos() >= limits.grace().toNanos()) {
      Departure departure = departures.remove();
      Participant participant = departure.participant();
      boolean cameBack =
          !participant.devices().isEmpty() || participant.emptySince() != departure.nanos();
      if (!cameBack && people.remove(participant.person(), participant)) {
        listeners.forEach(listener -> listener.left(participant));
        participant.stays().forEach(this::leave);
      }
    }
  }
}
