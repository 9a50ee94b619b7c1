package info.powow.command.identity;

import info.powow.domain.Accepted;
import info.powow.domain.identity.SessionCommand;
import info.powow.domain.identity.SessionEvent;
import info.powow.domain.identity.SessionLimits;
import info.powow.domain.identity.Sessions;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds the sessions of a person between commands. The rules are in [Sessions].
class SessionsAggregate {
  @AggregateIdentifier private final String id;
  private Sessions state;

  SessionsAggregate(String id) {
    this(id, Sessions.none());
  }

  private SessionsAggregate(String id, Sessions state) {
    this.id = id;
    this.state = state;
  }

  /// @param firstEvent the first event of its stream
  static SessionsAggregate begin(String id, DomainEventMessage<?> firstEvent) {
    return firstEvent.getPayload() instanceof SessionsSnapshot snapshot
        ? new SessionsAggregate(id, snapshot.state())
        : new SessionsAggregate(id);
  }

  Accepted handle(SessionCommand command, SessionLimits limits, Instant now) {
    Sessions.decide(state, command, limits, now).forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  @EventSourcingHandler
  void on(SessionEvent event) {
    state = Sessions.evolve(state, event);
  }
}
