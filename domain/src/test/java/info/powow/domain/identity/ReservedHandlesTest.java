package info.powow.domain.identity;

import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.identity.AccountCommand.OpenAccount;
import info.powow.domain.identity.AccountCommand.ReserveHandle;
import info.powow.domain.staff.StaffRole;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedHandlesTest {
  private static final PersonId EVE = new PersonId("eve");
  private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin",
        "Support",
        "powow",
        "moderator",
        "system",
        "root",
        "help",
        "official",
        "adm1n",
        "adrnin",
        "a.d.m.i.n",
        "admin_",
        "admin99",
        "admin_7",
        "r00t",
        "heip",
        "powow_support",
        "support.team",
        "offlciai",
        "povvovv",
        "sy5tem"
      })
  void aHandleThatSoundsLikeThoseWhoRunTheServerIsNotToBeHad(String handle) {
    assertReserved(handle);
  }

  @ParameterizedTest
  @EnumSource
  void theNamesOfRolesAreReserved(StaffRole role) {
    assertReserved(role.code());
  }

  private static void assertReserved(String handle) {
    assertRejected(
        Reason.HANDLE_RESERVED,
        () ->
            Account.decide(
                Account.free(), new OpenAccount(new Handle(handle), EVE, "hash", "Eve"), NOW));
    assertRejected(
        Reason.HANDLE_RESERVED,
        () ->
            Account.decide(Account.free(), new ReserveHandle(new Handle(handle), EVE, "Eve"), NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada",
        "ali",
        "admira",
        "helper",
        "rooted",
        "support_ada",
        "teamo",
        "modesty",
        "ada.7"
      })
  void otherHandlesAreFree(String handle) {
    assertThat(
            Account.decide(
                Account.free(), new OpenAccount(new Handle(handle), EVE, "hash", "Eve"), NOW))
        .hasSize(1);
  }
}
