package info.powow.identity;

import info.powow.domain.staff.RoleEvent;
import info.powow.domain.staff.StaffRoles;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.ObjectProvider;

/// Reads the roles of the installation from the log. The stream is short, and staff requests are
/// rare, so nothing is cached: a revoked role ends at once, in every process.
public final class LoggedStaffRoles {
  /// The stream of all roles.
  public static final String STREAM = "roles";

  private final ObjectProvider<EventStore> events;

  LoggedStaffRoles(ObjectProvider<EventStore> events) {
    this.events = events;
  }

  public StaffRoles now() {
    StaffRoles roles = StaffRoles.NONE;
    DomainEventStream stream = events.getObject().readEvents(STREAM, 0);
    while (stream.hasNext()) {
      if (stream.next().getPayload() instanceof RoleEvent event) {
        roles = StaffRoles.evolve(roles, event);
      }
    }
    return roles;
  }
}
