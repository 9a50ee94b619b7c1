package info.powow.command.staff;

import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/// `/actuator/roles`: roles, for whoever has the secret of the installation. Only signed requests get
/// here ([RolesTool]); being on the same machine is not enough.
@Endpoint(id = "roles")
final class RolesEndpoint {
  static final String PATH = "/actuator/roles";

  private final RoleAdminCommands roles;

  RolesEndpoint(RoleAdminCommands roles) {
    this.roles = roles;
  }

  /// @param done false if it was refused; `message` says why
  record Outcome(boolean done, String message) {}

  @ReadOperation
  Outcome list() {
    return run(List.of("list"));
  }

  /// @param verb `grant` or `revoke`
  @WriteOperation
  Outcome change(@Selector String verb, @Selector String handle, @Selector String role) {
    return run(List.of(verb, handle, role));
  }

  private Outcome run(List<String> words) {
    try {
      return new Outcome(true, roles.run(words));
    } catch (RoleAdminCommands.NotDone e) {
      return new Outcome(false, String.valueOf(e.getMessage()));
    }
  }
}
