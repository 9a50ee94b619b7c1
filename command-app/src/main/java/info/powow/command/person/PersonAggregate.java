package info.powow.command.person;

import info.powow.domain.Accepted;
import info.powow.domain.person.Person;
import info.powow.domain.person.PersonCommand;
import info.powow.domain.person.PersonContext;
import info.powow.domain.person.PersonEvent;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds the state of a person between commands. The rules are in [Person].
class PersonAggregate {
  @AggregateIdentifier private final String id;
  private Person state;

  PersonAggregate(String id) {
    this(id, Person.unknown());
  }

  PersonAggregate(String id, Person state) {
    this.id = id;
    this.state = state;
  }

  /// @param firstEvent the first event of its stream
  static PersonAggregate begin(String id, DomainEventMessage<?> firstEvent) {
    return firstEvent.getPayload() instanceof PersonSnapshot snapshot
        ? new PersonAggregate(id, snapshot.state())
        : new PersonAggregate(id);
  }

  Accepted handle(PersonCommand command, PersonContext context) {
    Person.decide(state, command, context).forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  @EventSourcingHandler
  void on(PersonEvent event) {
    state = Person.evolve(state, event);
  }
}
