package info.powow.command.person;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import info.powow.domain.PersonId;
import info.powow.domain.person.Consent;
import info.powow.domain.person.Person;
import info.powow.domain.person.PersonEvent;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// A cache of people and their blocks, for decisions about other things.
///
/// Every message checks two people, so this takes no lock: it returns the state that was last
/// loaded or changed. A message sent at the same instant as a block may still pass, as it might
/// have a moment earlier.
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

  /// A person's consent settings.
  public Consent consentOf(PersonId person) {
    return people.get(person).consent();
  }

  /// Evicts a person.
  void forget(PersonId person) {
    people.invalidate(person);
  }

  /// Evicts all people.
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
