package info.powow.domain.staff;

import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.Public;
import java.time.Instant;
import java.util.List;

/// Somebody obtained a staff token.
///
/// @param scopes in the order of [StaffScope]
public record StaffTokenIssued(
    @Owner PersonId personId,
    @Public String tokenId,
    @Public List<StaffScope> scopes,
    @Personal String reason,
    Instant expiresAt,
    Instant at) {
  public StaffTokenIssued {
    scopes = List.copyOf(scopes);
  }

  /// @throws info.powow.domain.Rejected `role_required`
  public static StaffTokenIssued decide(StaffRoles roles, IssueStaffToken command, Instant now) {
    roles.require(command.person(), command.scopes());
    return new StaffTokenIssued(
        command.person(),
        command.tokenId(),
        command.scopes().stream().sorted().toList(),
        command.reason(),
        now.plus(command.lifetime()),
        now);
  }
}
