package info.powow.command.person;

import info.powow.command.StateSnapshots;
import info.powow.domain.Accepted;
import info.powow.domain.person.Person;
import info.powow.domain.person.PersonCommand;
import info.powow.domain.person.PersonContext;
import info.powow.domain.person.PersonEvent;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds the state of a person between commands. The rules are in [Person].
class PersonAggregate {
  @AggregateIdentifier private final String id;
  private final StateSnapshots<Person> snapshots;
  private Person state;

  PersonAggregate(String id, StateSnapshots<Person> snapshots) {
    this(id, snapshots, Person.unknown());
  }

  private PersonAggregate(String id, StateSnapshots<Person> snapshots, Person state) {
    this.id = id;
    this.snapshots = snapshots;
    this.state = state;
  }

  /// @param firstEvent the first event of its stream
  static PersonAggregate begin(
      String id, StateSnapshots<Person> snapshots, DomainEventMessage<?> firstEvent) {
    return firstEvent.getPayload() instanceof PersonSnapshot snapshot
        ? new PersonAggregate(id, snapshots, snapshot.state())
        : new PersonAggregate(id, snapshots);
  }

  Accepted handle(PersonCommand command, PersonContext context) {
    Person.decide(state, command, context).forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  @EventSourcingHandler
  void on(PersonEvent event, @SequenceNumber long sequence) {
    state = Person.evolve(state, event);
    snapshots.follow(id, sequence, state);
  }
}
