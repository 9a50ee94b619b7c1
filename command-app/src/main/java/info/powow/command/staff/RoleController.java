package info.powow.command.staff;

import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import info.powow.domain.staff.RoleCommand.GrantRole;
import info.powow.domain.staff.RoleCommand.RevokeRole;
import info.powow.domain.staff.StaffRole;
import info.powow.identity.LoggedStaffRoles;
import info.powow.identity.Staff;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Roles, for admins with a staff token.
@RestController
@Tag(name = "Staff")
class RoleController {
  private final CommandGateway commands;
  private final LoggedStaffRoles roles;

  RoleController(CommandGateway commands, LoggedStaffRoles roles) {
    this.commands = commands;
    this.roles = roles;
  }

  /// @param by absent if it was granted on the machine itself
  record GrantedRole(PersonId personId, StaffRole role, @Nullable PersonId by, Instant since) {}

  record GrantedRoles(List<GrantedRole> roles) {}

  /// In the order in which they were granted.
  @GetMapping("/api/staff/roles")
  GrantedRoles grantedRoles(Staff staff) {
    return new GrantedRoles(
        roles.now().granted().stream()
            .map(grant -> new GrantedRole(grant.person(), grant.role(), grant.by(), grant.since()))
            .toList());
  }

  @PutMapping("/api/staff/roles/{personId}/{role}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> grantRole(
      Staff staff, @PathVariable String personId, @PathVariable String role) {
    return commands
        .<Accepted>send(new GrantRole(new PersonId(personId), roleOf(role), staff.person()))
        .thenApply(_ -> null);
  }

  @DeleteMapping("/api/staff/roles/{personId}/{role}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> revokeRole(
      Staff staff, @PathVariable String personId, @PathVariable String role) {
    return commands
        .<Accepted>send(new RevokeRole(new PersonId(personId), roleOf(role), staff.person()))
        .thenApply(_ -> null);
  }

  private static StaffRole roleOf(String code) {
    return Arrays.stream(StaffRole.values())
        .filter(role -> role.code().equals(code))
        .findFirst()
        .orElseThrow(() ->
            Rejected.field(
                "role",
                "one of "
                    + Arrays.stream(StaffRole.values())
                        .map(StaffRole::code)
                        .collect(Collectors.joining(", ")),
                "string"));
  }
}
