package info.powow.command.erasure;

import info.powow.domain.erasure.ErasureCommand;
import info.powow.domain.erasure.ErasureEvent;
import info.powow.domain.erasure.Erasures;
import info.powow.domain.erasure.HoldCommand;
import info.powow.domain.erasure.HoldEvent;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds all erasures between commands; the rules are in [Erasures].
class ErasuresAggregate {
  @AggregateIdentifier private final String id;
  private Erasures state = Erasures.NONE;

  ErasuresAggregate(String id) {
    this.id = id;
  }

  void handle(ErasureCommand command, Duration grace, Instant now) {
    Erasures.decide(state, command, grace, now).forEach(AggregateLifecycle::apply);
  }

  void handle(HoldCommand command, Instant now) {
    Erasures.decide(state, command, now).forEach(AggregateLifecycle::apply);
  }

  @EventSourcingHandler
  void on(ErasureEvent event) {
    state = Erasures.evolve(state, event);
  }

  @EventSourcingHandler
  void on(HoldEvent event) {
    state = Erasures.evolve(state, event);
  }
}
