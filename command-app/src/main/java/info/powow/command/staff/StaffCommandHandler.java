package info.powow.command.staff;

import info.powow.command.person.KnownPeople;
import info.powow.domain.Accepted;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.staff.IssueStaffToken;
import info.powow.domain.staff.RoleCommand;
import info.powow.domain.staff.StaffTokenIssued;
import info.powow.identity.LoggedStaffRoles;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.modelling.command.Repository;

/// Decides about roles and staff tokens.
class StaffCommandHandler {
  private final Repository<RolesAggregate> roles;
  private final Repository<StaffTokensAggregate> tokens;
  private final LoggedStaffRoles granted;
  private final KnownPeople people;
  private final Clock clock;

  StaffCommandHandler(
      Repository<RolesAggregate> roles,
      Repository<StaffTokensAggregate> tokens,
      LoggedStaffRoles granted,
      KnownPeople people,
      Clock clock) {
    this.roles = roles;
    this.tokens = tokens;
    this.granted = granted;
    this.people = people;
    this.clock = clock;
  }

  Accepted handle(RoleCommand command) throws Exception {
    if (!people.isPerson(command.person())) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    Instant now = now();
    return roles
        .loadOrCreate(LoggedStaffRoles.STREAM, () -> new RolesAggregate(LoggedStaffRoles.STREAM))
        .invoke(aggregate -> aggregate.handle(command, now));
  }

  /// The roles are checked again with each use of the token.
  StaffTokenIssued handle(IssueStaffToken command) throws Exception {
    String id = command.routingKey();
    Instant now = now();
    return tokens
        .loadOrCreate(id, () -> new StaffTokensAggregate(id))
        .invoke(aggregate -> aggregate.handle(command, granted.now(), now));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
