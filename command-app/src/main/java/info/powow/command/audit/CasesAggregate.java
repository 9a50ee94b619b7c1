package info.powow.command.audit;

import info.powow.domain.Accepted;
import info.powow.domain.audit.CaseCommand;
import info.powow.domain.audit.CaseEvent;
import info.powow.domain.audit.Cases;
import java.time.Instant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds all cases between commands; the rules are in [Cases].
class CasesAggregate {
  @AggregateIdentifier private final String id;
  private Cases state = Cases.NONE;

  CasesAggregate(String id) {
    this.id = id;
  }

  Accepted handle(CaseCommand command, Instant now) {
    Cases.decide(state, command, now).forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  Cases state() {
    return state;
  }

  @EventSourcingHandler
  void on(CaseEvent event) {
    state = Cases.evolve(state, event);
  }
}
