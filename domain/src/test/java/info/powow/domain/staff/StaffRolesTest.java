package info.powow.domain.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.staff.RoleCommand.GrantRole;
import info.powow.domain.staff.RoleCommand.RevokeRole;
import info.powow.domain.staff.RoleEvent.RoleGranted;
import info.powow.domain.staff.RoleEvent.RoleRevoked;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaffRolesTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

  @Test
  void whoeverHasTheMachineGrantsTheFirstRole() {
    assertThat(decide(StaffRoles.NONE, new GrantRole(ADA, StaffRole.ADMIN, null)))
        .containsExactly(new RoleGranted(ADA, StaffRole.ADMIN, null, NOW));
  }

  @Test
  void anAdminGrantsAndRevokes() {
    StaffRoles state = after(granted(ADA, StaffRole.ADMIN), granted(BOB, StaffRole.ANALYST));

    assertThat(decide(state, new GrantRole(BOB, StaffRole.AUDITOR, ADA)))
        .containsExactly(new RoleGranted(BOB, StaffRole.AUDITOR, ADA, NOW));
    assertThat(decide(state, new RevokeRole(BOB, StaffRole.ANALYST, ADA)))
        .containsExactly(new RoleRevoked(BOB, StaffRole.ANALYST, ADA, NOW));
  }

  @Test
  void grantingTwiceAndRevokingWhatIsNotThereChangesNothing() {
    StaffRoles state = after(granted(ADA, StaffRole.ADMIN));

    assertThat(decide(state, new GrantRole(ADA, StaffRole.ADMIN, ADA))).isEmpty();
    assertThat(decide(state, new RevokeRole(BOB, StaffRole.OPERATOR, ADA))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = StaffRole.class, mode = EnumSource.Mode.EXCLUDE, names = "ADMIN")
  void nobodyButAnAdminGrants(StaffRole role) {
    StaffRoles state = after(granted(ADA, StaffRole.ADMIN), granted(BOB, role));

    refuses(Reason.ROLE_REQUIRED, () -> decide(state, new GrantRole(BOB, StaffRole.ADMIN, BOB)));
    refuses(Reason.ROLE_REQUIRED, () -> decide(state, new RevokeRole(ADA, StaffRole.ADMIN, BOB)));
  }

  @Test
  void aRoleThatWasRevokedAllowsNothing() {
    StaffRoles state =
        after(
            granted(ADA, StaffRole.ADMIN),
            granted(BOB, StaffRole.ADMIN),
            new RoleRevoked(BOB, StaffRole.ADMIN, ADA, NOW));

    refuses(Reason.ROLE_REQUIRED, () -> decide(state, new GrantRole(BOB, StaffRole.AUDITOR, BOB)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theLastAdminStays(boolean onTheMachine) {
    StaffRoles state = after(granted(ADA, StaffRole.ADMIN), granted(BOB, StaffRole.OFFICER));

    refuses(
        Reason.LAST_ADMIN,
        () -> decide(state, new RevokeRole(ADA, StaffRole.ADMIN, onTheMachine ? null : ADA)));
  }

  @Test
  void oneOfTwoAdminsMayGo() {
    StaffRoles state = after(granted(ADA, StaffRole.ADMIN), granted(BOB, StaffRole.ADMIN));

    assertThat(decide(state, new RevokeRole(ADA, StaffRole.ADMIN, ADA)))
        .containsExactly(new RoleRevoked(ADA, StaffRole.ADMIN, ADA, NOW));
  }

  @Test
  void aTokenHasOnlyScopesOfItsOwnersRoles() {
    StaffRoles state = after(granted(ADA, StaffRole.AUDITOR), granted(BOB, StaffRole.ADMIN));

    StaffTokenIssued issued =
        StaffTokenIssued.decide(
            state, token(ADA, Set.of(StaffScope.APPROVE, StaffScope.AUDIT)), NOW);

    assertThat(issued.scopes()).containsExactly(StaffScope.AUDIT, StaffScope.APPROVE);
    assertThat(issued.expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(15)));
    refuses(
        Reason.ROLE_REQUIRED,
        () ->
            StaffTokenIssued.decide(
                state, token(ADA, Set.of(StaffScope.AUDIT, StaffScope.ADMIN)), NOW));
    refuses(
        Reason.ROLE_REQUIRED,
        () -> StaffTokenIssued.decide(state, token(BOB, Set.of(StaffScope.AUDIT)), NOW));
    refuses(
        Reason.ROLE_REQUIRED,
        () -> StaffTokenIssued.decide(StaffRoles.NONE, token(ADA, Set.of(StaffScope.AUDIT)), NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u2800", "\u200b"})
  void aTokenNeedsAReason(String reason) {
    refuses(Reason.INVALID_REQUEST, () -> IssueStaffToken.requireReason("reason", reason));
  }

  @Test
  void aTokenNeedsAScope() {
    refuses(Reason.INVALID_REQUEST, () -> token(ADA, Set.of()));
  }

  private static IssueStaffToken token(PersonId person, Set<StaffScope> scopes) {
    return new IssueStaffToken(person, "t1", scopes, "Request 17", Duration.ofMinutes(15));
  }

  private static RoleGranted granted(PersonId person, StaffRole role) {
    return new RoleGranted(person, role, null, NOW);
  }

  private static StaffRoles after(RoleEvent... events) {
    StaffRoles state = StaffRoles.NONE;
    for (RoleEvent event : Arrays.asList(events)) {
      state = StaffRoles.evolve(state, event);
    }
    return state;
  }

  private static List<RoleEvent> decide(StaffRoles state, RoleCommand command) {
    return StaffRoles.decide(state, command, NOW);
  }

  private static void refuses(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Rejected.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }
}
