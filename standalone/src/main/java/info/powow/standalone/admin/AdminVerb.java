package info.powow.standalone.admin;

import info.powow.command.staff.RoleAdminCommands;
import info.powow.standalone.backup.ControlVerb;
import java.util.List;

/// Roles for whoever gives the command on the machine itself.
final class AdminVerb implements ControlVerb {
  private final RoleAdminCommands roles;

  AdminVerb(RoleAdminCommands roles) {
    this.roles = roles;
  }

  @Override
  public String verb() {
    return AdminTool.VERB;
  }

  @Override
  public String run(List<String> words) throws Refused {
    try {
      return roles.run(words);
    } catch (RoleAdminCommands.NotDone e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }
}
