package info.powow.command.identity;

import info.powow.command.StateSnapshots;
import info.powow.domain.Accepted;
import info.powow.domain.identity.SessionCommand;
import info.powow.domain.identity.SessionEvent;
import info.powow.domain.identity.SessionLimits;
import info.powow.domain.identity.Sessions;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds the sessions of a person between commands. The rules are in [Sessions].
class SessionsAggregate {
  @AggregateIdentifier private final String id;
  private final StateSnapshots<Sessions> snapshots;
  private Sessions state;

  SessionsAggregate(String id, StateSnapshots<Sessions> snapshots) {
    this(id, snapshots, Sessions.none());
  }

  private SessionsAggregate(String id, StateSnapshots<Sessions> snapshots, Sessions state) {
    this.id = id;
    this.snapshots = snapshots;
    this.state = state;
  }

  /// @param firstEvent the first event of its stream
  static SessionsAggregate begin(
      String id, StateSnapshots<Sessions> snapshots, DomainEventMessage<?> firstEvent) {
    return firstEvent.getPayload() instanceof SessionsSnapshot snapshot
        ? new SessionsAggregate(id, snapshots, snapshot.state())
        : new SessionsAggregate(id, snapshots);
  }

  Accepted handle(SessionCommand command, SessionLimits limits, Instant now) {
    Sessions.decide(state, command, limits, now).forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  @EventSourcingHandler
  void on(SessionEvent event, @SequenceNumber long sequence) {
    state = Sessions.evolve(state, event);
    snapshots.follow(id, sequence, state);
  }
}
