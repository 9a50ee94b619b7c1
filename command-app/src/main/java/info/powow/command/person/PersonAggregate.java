package info.powow.command.person;

import info.powow.domain.Accepted;
import info.powow.domain.person.Person;
import info.powow.domain.person.PersonCommand;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.person.PersonLimits;
import java.time.Instant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds a person's state between commands; the rules are in [Person].
class PersonAggregate {
  @AggregateIdentifier private final String id;
  private Person state = Person.unknown();

  PersonAggregate(String id) {
    this.id = id;
  }

  Accepted handle(PersonCommand command, PersonLimits limits, Instant now) {
    Person.decide(state, command, limits, now).forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  @EventSourcingHandler
  void on(PersonEvent event) {
    state = Person.evolve(state, event);
  }
}
