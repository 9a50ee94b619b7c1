package info.powow.identity;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.staff.StaffScope;
import java.time.Instant;
import java.util.Set;

/// The caller of a staff route, according to a valid staff token.
///
/// @param tokenId names the token in the log, with the reason for which it was issued
public record Staff(PersonId person, String tokenId, Set<StaffScope> scopes, Instant expiresAt) {
  public Staff {
    scopes = Set.copyOf(scopes);
  }

  /// @throws Rejected `role_required`
  public void require(StaffScope scope) {
    if (!scopes.contains(scope)) {
      throw new Rejected(Reason.ROLE_REQUIRED);
    }
  }
}
