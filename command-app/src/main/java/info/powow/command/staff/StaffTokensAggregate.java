package info.powow.command.staff;

import info.powow.domain.staff.IssueStaffToken;
import info.powow.domain.staff.StaffRoles;
import info.powow.domain.staff.StaffTokenIssued;
import java.time.Instant;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// The staff tokens of one person: a record only, on which no decision depends.
class StaffTokensAggregate {
  @AggregateIdentifier private final String id;

  StaffTokensAggregate(String id) {
    this.id = id;
  }

  StaffTokenIssued handle(IssueStaffToken command, StaffRoles roles, Instant now) {
    StaffTokenIssued issued = StaffTokenIssued.decide(roles, command, now);
    AggregateLifecycle.apply(issued);
    return issued;
  }
}
