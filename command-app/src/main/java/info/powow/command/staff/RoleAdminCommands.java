package info.powow.command.staff;

import info.powow.command.identity.AccountLookup;
import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import info.powow.domain.identity.Handle;
import info.powow.domain.staff.RoleCommand;
import info.powow.domain.staff.RoleCommand.GrantRole;
import info.powow.domain.staff.RoleCommand.RevokeRole;
import info.powow.domain.staff.StaffRole;
import info.powow.identity.LoggedStaffRoles;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.gateway.CommandGateway;

/// Grants, revokes and lists roles for whoever runs the installation, in the words of `./powow admin`.
public final class RoleAdminCommands {
  private static final long TIMEOUT_SECONDS = 30;
  private static final String ROLES =
      Arrays.stream(StaffRole.values()).map(StaffRole::code).collect(Collectors.joining(", "));

  private final AccountLookup accounts;
  private final LoggedStaffRoles roles;
  private final CommandGateway commands;

  public RoleAdminCommands(
      AccountLookup accounts, LoggedStaffRoles roles, CommandGateway commands) {
    this.accounts = accounts;
    this.roles = roles;
    this.commands = commands;
  }

  /// The words were not carried out. The message says why.
  public static final class NotDone extends Exception {
    private static final long serialVersionUID = 1;

    NotDone(String why) {
      super(why);
    }
  }

  /// @param words `list`, or `grant` or `revoke` with a handle and a role
  /// @return what was done
  public String run(List<String> words) throws NotDone {
    return switch (words) {
      case List<String> list when list.equals(List.of("list")) -> list();
      case List<String> grant when grant.size() == 3 && grant.getFirst().equals("grant") -> {
        send(new GrantRole(person(grant.get(1)), role(grant.get(2)), null));
        yield grant.get(1) + " is " + grant.get(2) + ".";
      }
      case List<String> revoke when revoke.size() == 3 && revoke.getFirst().equals("revoke") -> {
        send(new RevokeRole(person(revoke.get(1)), role(revoke.get(2)), null));
        yield revoke.get(1) + " is not " + revoke.get(2) + " any longer.";
      }
      default -> throw new NotDone("admin takes grant HANDLE ROLE, revoke HANDLE ROLE, or list.");
    };
  }

  private String list() {
    String lines =
        roles.now().granted().stream()
            .map(grant -> {
              Handle handle = accounts.handleOf(grant.person());
              return "%-12s %-30s %s  since %s, by %s"
                  .formatted(
                      grant.role().code(),
                      handle == null ? "(erased)" : handle.value(),
                      grant.person(),
                      grant.since(),
                      grant.by() == null ? "this machine" : grant.by());
            })
            .collect(Collectors.joining("\n"));
    return lines.isEmpty()
        ? "Nobody has a role yet. Make somebody an admin: ./powow admin grant HANDLE admin"
        : lines;
  }

  private PersonId person(String handle) throws NotDone {
    PersonId person;
    try {
      person = accounts.personOf(new Handle(handle));
    } catch (Rejected notAHandle) {
      throw new NotDone(notAHandle.detail());
    }
    if (person == null) {
      throw new NotDone("Nobody has the handle " + handle + ".");
    }
    return person;
  }

  private static StaffRole role(String code) throws NotDone {
    for (StaffRole role : StaffRole.values()) {
      if (role.code().equals(code)) {
        return role;
      }
    }
    throw new NotDone(code + " is not a role. The roles are " + ROLES + ".");
  }

  private void send(RoleCommand command) throws NotDone {
    try {
      commands.<Accepted>send(command).orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      Rejected refusal = Rejected.in(e);
      if (refusal == null) {
        throw e;
      }
      throw new NotDone(refusal.detail());
    }
  }
}
