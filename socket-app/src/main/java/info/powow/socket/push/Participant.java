package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A person who is connected here, or was until a moment ago.
public final class Participant {
  private final PersonId person;
  private final List<Subscriber> devices = new ArrayList<>(1);
  private final List<Subscription> events = new ArrayList<>(1);
  private final List<Subscription> signals = new ArrayList<>(0);
  private final List<Subscription> waiting = new ArrayList<>(0);
  private final List<Subscription> parked = new ArrayList<>(0);
  private final HeldBytes held;
  private @Nullable Map<ConversationId, Stay> stays;
  private final Set<PersonId> blocked = new HashSet<>(0);
  private final Set<PersonId> blockedBy = new HashSet<>(0);
  private boolean asked;
  private long emptySince;

  Participant(PersonId person, HeldBytes held) {
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

  /// Subscriptions that wait for the memberships.
  List<Subscription> waiting() {
    return waiting;
  }

  /// Subscriptions to conversations that the person is no member of at the moment.
  List<Subscription> parked() {
    return parked;
  }

  /// What is held back for all devices of the person.
  HeldBytes held() {
    return held;
  }

  /// Whether it is known what the person is a member of.
  boolean isKnown() {
    return stays != null;
  }

  /// The conversations that the person is a member of; none while they are not known.
  public Collection<Stay> stays() {
    return stays == null ? List.of() : stays.values();
  }

  public @Nullable Stay in(ConversationId conversation) {
    return stays == null ? null : stays.get(conversation);
  }

  void know() {
    stays = HashMap.newHashMap(4);
  }

  void put(Stay stay) {
    if (stays != null) {
      stays.put(stay.room().conversation(), stay);
    }
  }

  void remove(ConversationId conversation) {
    if (stays != null) {
      stays.remove(conversation);
    }
  }

  /// Whether this person has blocked another, or was blocked by them.
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

  /// When the last device went, in nanoseconds of the push side's clock.
  long emptySince() {
    return emptySince;
  }

  void emptySince(long nanos) {
    emptySince = nanos;
  }
}
