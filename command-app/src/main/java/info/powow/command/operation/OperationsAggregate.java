package info.powow.command.operation;

import info.powow.domain.Accepted;
import info.powow.domain.operation.OperationCommand;
import info.powow.domain.operation.OperationEvent;
import info.powow.domain.operation.Operations;
import java.time.Instant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds what operators did between commands; the rules are in [Operations].
class OperationsAggregate {
  @AggregateIdentifier private final String id;
  private Operations state = Operations.NONE;

  OperationsAggregate(String id) {
    this.id = id;
  }

  Accepted handle(OperationCommand command, Instant now) {
    Operations.decide(state, command, now).forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  @EventSourcingHandler
  void on(OperationEvent event) {
    state = Operations.evolve(state, event);
  }
}
