package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A person who is connected here, or was until a moment ago.
public final class ConnectedPerson {
  private final PersonId person;
  private final List<Subscriber> devices = new ArrayList<>(1);
  private final List<Subscription> events = new ArrayList<>(1);
  private final List<Subscription> signals = new ArrayList<>(0);
  private final List<Subscription> waiting = new ArrayList<>(0);
  private final List<Subscription> parked = new ArrayList<>(0);
  private final Deque<MembershipCheck> checks = new ArrayDeque<>(1);

  /// Whether the end of the log is being queried for the checks.
  boolean asksForTheHead;

  private final BufferedBytes held;
  private @Nullable Map<ConversationId, LocalMembership> localMemberships;
  private final Set<PersonId> blocked = new HashSet<>(0);
  private final Set<PersonId> blockedBy = new HashSet<>(0);
  private boolean asked;
  private long emptySince;

  ConnectedPerson(PersonId person, BufferedBytes held) {
    this.person = person;
    this.held = held;
  }

  public PersonId person() {
    return person;
  }

  List<Subscriber> devices() {
    return devices;
  }

  List<Subscription> events() {
    return events;
  }

  public List<Subscription> signals() {
    return signals;
  }

  /// Subscriptions waiting for the memberships.
  List<Subscription> waiting() {
    return waiting;
  }

  /// Subscriptions to conversations of which the person is not a member at the moment.
  List<Subscription> parked() {
    return parked;
  }

  /// Requests waiting for the memberships or for the tail, in order.
  Deque<MembershipCheck> checks() {
    return checks;
  }

  /// The bytes buffered for all devices of the person.
  BufferedBytes held() {
    return held;
  }

  /// Whether the memberships are known.
  boolean isKnown() {
    return localMemberships != null;
  }

  /// The person's memberships; empty while unknown.
  public Collection<LocalMembership> localMemberships() {
    return localMemberships == null ? List.of() : localMemberships.values();
  }

  public @Nullable LocalMembership in(ConversationId conversation) {
    return localMemberships == null ? null : localMemberships.get(conversation);
  }

  void know() {
    localMemberships = HashMap.newHashMap(4);
  }

  void put(LocalMembership membership) {
    if (localMemberships != null) {
      localMemberships.put(membership.localConversation().conversation(), membership);
    }
  }

  void remove(ConversationId conversation) {
    if (localMemberships != null) {
      localMemberships.remove(conversation);
    }
  }

  /// Whether this person and another are separated by a block, in either direction.
  public boolean isApartFrom(PersonId other) {
    return blocked.contains(other) || blockedBy.contains(other);
  }

  Set<PersonId> blocked() {
    return blocked;
  }

  Set<PersonId> blockedBy() {
    return blockedBy;
  }

  boolean isAsked() {
    return asked;
  }

  void asked(boolean now) {
    asked = now;
  }

  /// When the last device disconnected, in nanoseconds of the push clock.
  long emptySince() {
    return emptySince;
  }

  void emptySince(long nanos) {
    emptySince = nanos;
  }
}
