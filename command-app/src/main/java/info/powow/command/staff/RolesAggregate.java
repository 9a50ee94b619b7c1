package info.powow.command.staff;

import info.powow.domain.Accepted;
import info.powow.domain.staff.RoleCommand;
import info.powow.domain.staff.RoleEvent;
import info.powow.domain.staff.StaffRoles;
import java.time.Instant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds the roles between commands; the rules are in [StaffRoles].
class RolesAggregate {
  @AggregateIdentifier private final String id;
  private StaffRoles state = StaffRoles.NONE;

  RolesAggregate(String id) {
    this.id = id;
  }

  Accepted handle(RoleCommand command, Instant now) {
    StaffRoles.decide(state, command, now).forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  @EventSourcingHandler
  void on(RoleEvent event) {
    state = StaffRoles.evolve(state, event);
  }
}
