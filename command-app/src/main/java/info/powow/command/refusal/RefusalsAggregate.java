package info.powow.command.refusal;

import info.powow.domain.Accepted;
import info.powow.domain.refusal.RecordRefusals;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// The refusals of one person: a record only, on which no decision depends.
class RefusalsAggregate {
  @AggregateIdentifier private final String id;

  RefusalsAggregate(String id) {
    this.id = id;
  }

  Accepted handle(RecordRefusals command) {
    command.events().forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }
}
