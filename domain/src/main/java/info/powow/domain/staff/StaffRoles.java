package info.powow.domain.staff;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.staff.RoleCommand.GrantRole;
import info.powow.domain.staff.RoleCommand.RevokeRole;
import info.powow.domain.staff.RoleEvent.RoleGranted;
import info.powow.domain.staff.RoleEvent.RoleRevoked;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who has which role.
///
/// @param granted in the order in which they were granted
public record StaffRoles(List<Grant> granted) {
  public static final StaffRoles NONE = new StaffRoles(List.of());

  public StaffRoles {
    granted = List.copyOf(granted);
  }

  /// @param by the admin who granted it; null if it was granted on the machine itself
  public record Grant(PersonId person, StaffRole role, @Nullable PersonId by, Instant since) {
    private boolean is(PersonId person, StaffRole role) {
      return this.person.equals(person) && this.role == role;
    }
  }

  public Set<StaffRole> of(PersonId person) {
    return granted.stream()
        .filter(grant -> grant.person().equals(person))
        .map(Grant::role)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(StaffRole.class)));
  }

  /// The scopes that a person may ask for.
  public Set<StaffScope> scopesOf(PersonId person) {
    return of(person).stream()
        .flatMap(role -> role.scopes().stream())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(StaffScope.class)));
  }

  /// Requires the right to use these scopes.
  ///
  /// @throws Rejected `role_required`
  public void require(PersonId person, Set<StaffScope> scopes) {
    if (!scopesOf(person).containsAll(scopes)) {
      throw new Rejected(Reason.ROLE_REQUIRED);
    }
  }

  /// @throws Rejected `role_required` if `by` is not an admin, `last_admin`
  public static List<RoleEvent> decide(StaffRoles state, RoleCommand command, Instant now) {
    PersonId by = command.by();
    if (by != null) {
      state.require(by, Set.of(StaffScope.ADMIN));
    }
    boolean has = state.of(command.person()).contains(command.role());
    return switch (command) {
      case GrantRole grant ->
          has ? List.of() : List.of(new RoleGranted(grant.person(), grant.role(), by, now));
      case RevokeRole revoke -> {
        if (!has) {
          yield List.of();
        }
        if (revoke.role() == StaffRole.ADMIN && state.admins() == 1) {
          throw new Rejected(Reason.LAST_ADMIN);
        }
        yield List.of(new RoleRevoked(revoke.person(), revoke.role(), by, now));
      }
    };
  }

  /// Whether nobody could grant roles without this person.
  public boolean isOnlyAdmin(PersonId person) {
    return of(person).contains(StaffRole.ADMIN) && admins() == 1;
  }

  private long admins() {
    return granted.stream().filter(grant -> grant.role() == StaffRole.ADMIN).count();
  }

  public static StaffRoles evolve(StaffRoles state, RoleEvent event) {
    Stream<Grant> others =
        state.granted.stream().filter(grant -> !grant.is(event.personId(), event.role()));
    return switch (event) {
      case RoleGranted granted ->
          new StaffRoles(
              Stream.concat(
                      others,
                      Stream.of(
                          new Grant(
                              granted.personId(), granted.role(), granted.by(), granted.at())))
                  .toList());
      case RoleRevoked _ -> new StaffRoles(others.toList());
    };
  }
}
