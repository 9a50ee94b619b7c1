package info.powow.command.person;

import info.powow.command.StateSnapshots;
import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.image.PictureLookup;
import info.powow.domain.person.OwnConversations;
import info.powow.domain.person.Person;
import info.powow.domain.person.PersonCommand;
import info.powow.domain.person.PersonCommand.UpdatePlace;
import info.powow.domain.person.PersonContext;
import info.powow.domain.person.PersonLimits;
import info.powow.domain.person.PlaceLimits;
import info.powow.domain.person.PlaceOffsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.Repository;

/// Loads the person of a command and decides the command on it.
public class PersonCommandHandler {
  private final Repository<PersonAggregate> persons;
  private final StateSnapshots<Person> snapshots;
  private final KnownPeople people;
  private final PersonLimits limits;
  private final PlaceLimits places;
  private final PlaceOffsets offsets;
  private final PictureLookup pictures;
  private final OwnConversations conversations;
  private final Clock clock;

  PersonCommandHandler(
      Repository<PersonAggregate> persons,
      StateSnapshots<Person> snapshots,
      KnownPeople people,
      PersonLimits limits,
      PlaceLimits places,
      PlaceOffsets offsets,
      PictureLookup pictures,
      OwnConversations conversations,
      Clock clock) {
    this.persons = persons;
    this.snapshots = snapshots;
    this.people = people;
    this.limits = limits;
    this.places = places;
    this.offsets = offsets;
    this.pictures = pictures;
    this.conversations = conversations;
    this.clock = clock;
  }

  public Accepted handle(PersonCommand command) throws Exception {
    PersonId person = command.by();
    if (!(command instanceof UpdatePlace)) {
      // After the commit, so that nobody caches the old state again.
      CurrentUnitOfWork.get().afterCommit(_ -> people.forget(person));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    PersonContext context =
        new PersonContext(limits, places, offsets, pictures, conversations, now);
    return persons
        .loadOrCreate(person.value(), () -> new PersonAggregate(person.value(), snapshots))
        .invoke(aggregate -> aggregate.handle(command, context));
  }
}
