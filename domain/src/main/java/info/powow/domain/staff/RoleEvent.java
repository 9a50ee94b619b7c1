package info.powow.domain.staff;

import info.powow.domain.PersonId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A change of the roles of the installation. All of them are in one stream, so that the rule about
/// the last admin holds whoever acts at the same time.
public sealed interface RoleEvent {
  PersonId personId();

  StaffRole role();

  Instant at();

  /// @param by the admin who granted it; null if it was granted on the machine itself
  record RoleGranted(PersonId personId, StaffRole role, @Nullable PersonId by, Instant at)
      implements RoleEvent {}

  /// @param by the admin who revoked it; null if it was revoked on the machine itself
  record RoleRevoked(PersonId personId, StaffRole role, @Nullable PersonId by, Instant at)
      implements RoleEvent {}
}
