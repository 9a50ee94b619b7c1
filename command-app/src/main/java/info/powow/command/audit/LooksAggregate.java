package info.powow.command.audit;

import info.powow.domain.audit.CaseEvent;
import info.powow.domain.audit.Cases;
import info.powow.domain.audit.RecordLook;
import java.time.Instant;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// What was read in one case: a record only, on which no decision depends.
class LooksAggregate {
  @AggregateIdentifier private final String id;

  LooksAggregate(String id) {
    this.id = id;
  }

  CaseEvent handle(RecordLook command, Cases cases, Instant now) {
    CaseEvent event = RecordLook.decide(cases, command, now);
    AggregateLifecycle.apply(event);
    return event;
  }
}
