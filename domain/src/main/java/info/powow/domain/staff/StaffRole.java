package info.powow.domain.staff;

import java.util.Locale;
import java.util.Set;

/// What somebody is to the installation, beside being a person like everybody else. A role gives no
/// access by itself: it allows its holder to obtain staff tokens for its scopes.
public enum StaffRole {
  MODERATOR(Set.of(StaffScope.MODERATE)),
  SUPPORT(Set.of(StaffScope.CAMPAIGN)),
  OPERATOR(Set.of(StaffScope.OPS, StaffScope.CAMPAIGN)),
  AUDITOR(
      Set.of(
          StaffScope.AUDIT,
          StaffScope.APPROVE,
          StaffScope.MODERATE,
          StaffScope.HOLD,
          StaffScope.REPLAY,
          StaffScope.REVEAL)),
  ANALYST(Set.of(StaffScope.ANALYTICS, StaffScope.REPLAY)),
  /// A data protection officer.
  OFFICER(Set.of(StaffScope.APPROVE, StaffScope.HOLD, StaffScope.ERASE)),
  /// Grants and revokes roles. Has no other scope: an admin who wants to audit has to become an
  /// auditor, which leaves a trace.
  ADMIN(Set.of(StaffScope.ADMIN));

  private final Set<StaffScope> scopes;

  StaffRole(Set<StaffScope> scopes) {
    this.scopes = scopes;
  }

  /// The scopes that its holder may ask for.
  public Set<StaffScope> scopes() {
    return scopes;
  }

  /// The name on the wire, such as `auditor`.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
