package info.powow.domain.staff;

import info.powow.domain.Command;
import info.powow.domain.PersonId;
import org.jspecify.annotations.Nullable;

/// A command about the roles of the installation.
public sealed interface RoleCommand extends Command {
  PersonId person();

  StaffRole role();

  /// The admin who does it; null for somebody with access to the machine.
  @Nullable PersonId by();

  @Override
  default String routingKey() {
    return "roles";
  }

  record GrantRole(PersonId person, StaffRole role, @Nullable PersonId by) implements RoleCommand {}

  record RevokeRole(PersonId person, StaffRole role, @Nullable PersonId by)
      implements RoleCommand {}
}
