package info.powow.command.person;

import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.person.PersonCommand;
import info.powow.domain.person.PersonLimits;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.Repository;

/// Brings a command to the person it is about.
public class PersonCommandHandler {
  private final Repository<PersonAggregate> persons;
  private final KnownPeople people;
  private final PersonLimits limits;
  private final Clock clock;

  PersonCommandHandler(
      Repository<PersonAggregate> persons, KnownPeople people, PersonLimits limits, Clock clock) {
    this.persons = persons;
    this.people = people;
    this.limits = limits;
    this.clock = clock;
  }

  public Accepted handle(PersonCommand command) throws Exception {
    PersonId person = command.by();
    // After the commit, so that nobody reads the state before the change again and keeps that.
    CurrentUnitOfWork.get().afterCommit(_ -> people.forget(person));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return persons
        .loadOrCreate(person.value(), () -> new PersonAggregate(person.value()))
        .invoke(aggregate -> aggregate.handle(command, limits, now));
  }
}
