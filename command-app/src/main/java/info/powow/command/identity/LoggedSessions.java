package info.powow.command.identity;

import info.powow.command.StateSnapshots;
import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.identity.SessionCommand;
import info.powow.domain.identity.SessionEvent;
import info.powow.domain.identity.SessionLimits;
import info.powow.domain.identity.Sessions;
import info.powow.identity.SessionLog;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.Repository;

/// Starts, refreshes, ends and finds sessions.
class LoggedSessions {
  private final Repository<SessionsAggregate> sessions;
  private final StateSnapshots<Sessions> snapshots;
  private final EventStore events;
  private final SessionLimits limits;
  private final Clock clock;

  LoggedSessions(
      Repository<SessionsAggregate> sessions,
      StateSnapshots<Sessions> snapshots,
      EventStore events,
      SessionLimits limits,
      Clock clock) {
    this.sessions = sessions;
    this.snapshots = snapshots;
    this.events = events;
    this.limits = limits;
    this.clock = clock;
  }

  SessionLimits limits() {
    return limits;
  }

  Accepted handle(SessionCommand command) throws Exception {
    Instant now = now();
    String id = SessionLog.streamOf(command.person());
    return sessions
        .loadOrCreate(id, () -> new SessionsAggregate(id, snapshots))
        .invoke(aggregate -> aggregate.handle(command, limits, now));
  }

  /// Reads from the log, so everything acknowledged is included.
  Sessions of(PersonId person) {
    Sessions state = Sessions.none();
    DomainEventStream stream = events.readEvents(SessionLog.streamOf(person));
    while (stream.hasNext()) {
      state =
          switch (stream.next().getPayload()) {
            case SessionsSnapshot snapshot -> snapshot.state();
            case SessionEvent event -> Sessions.evolve(state, event);
            default -> state;
          };
    }
    return state;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
