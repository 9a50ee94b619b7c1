package info.powow.command.person;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import info.powow.domain.PersonId;
import info.powow.domain.person.Consent;
import info.powow.domain.person.Person;
import info.powow.domain.person.PersonEvent;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// Who people are and whom they have blocked, for decisions that are not about them.
///
/// A message asks this of two people, so it takes no lock: it is the state that the log had when it
/// was last asked for or changed. A message that is sent in the same instant as a block may still
/// pass, as it might have a moment earlier.
public class KnownPeople {
  private final LoadingCache<PersonId, Person> people;

  KnownPeople(EventStore events, long capacity) {
    people = Caffeine.newBuilder().maximumSize(capacity).build(person -> read(events, person));
  }

  public boolean isPerson(PersonId person) {
    return people.get(person).isKnown();
  }

  public boolean hasBlocked(PersonId person, PersonId other) {
    return people.get(person).hasBlocked(other);
  }

  /// What a person allows others.
  public Consent consentOf(PersonId person) {
    return people.get(person).consent();
  }

  /// What was known of a person is out of date.
  void forget(PersonId person) {
    people.invalidate(person);
  }

  /// What was known of anybody may be out of date.
  void forgetAll() {
    people.invalidateAll();
  }

  private static Person read(EventStore events, PersonId person) {
    Person state = Person.unknown();
    DomainEventStream stream = events.readEvents(person.value());
    while (stream.hasNext()) {
      state =
          switch (stream.next().getPayload()) {
            case PersonSnapshot snapshot -> snapshot.state();
            case PersonEvent event -> Person.evolve(state, event);
            default -> state;
          };
    }
    return state;
  }
}
