package info.powow.domain.identity;

import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.Reason;
import info.powow.domain.identity.AccountCommand.OpenAccount;
import info.powow.domain.identity.AccountCommand.ReserveHandle;
import info.powow.domain.identity.AccountEvent.AccountOpened;
import info.powow.domain.identity.AccountEvent.HandleReserved;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountTest {
  private static final Handle HANDLE = new Handle("ada");
  private static final String HASH = "$2a$10$abcdefghijklmnopqrstuv";

  private static final AccountOpened OPENED = new AccountOpened(HANDLE, ada, HASH, NOW);

  @Test
  void aFreeHandleIsTakenByWhoAsksFirst() {
    OpenAccount open = new OpenAccount(HANDLE, ada, HASH, " Ada ");

    assertThat(Account.decide(Account.free(), open, NOW)).containsExactly(OPENED);
    assertThat(open.displayName()).isEqualTo("Ada");
    assertThat(Account.evolve(Account.free(), OPENED)).isEqualTo(new Account.Taken(ada, HASH));
  }

  @Test
  void aHandleIsTakenOnce() {
    Account taken = Account.evolve(Account.free(), OPENED);

    assertRejected(
        Reason.HANDLE_TAKEN,
        () -> Account.decide(taken, new OpenAccount(HANDLE, bob, HASH, "Bob"), NOW));
  }

  @Test
  void aHandleIsReservedForWhoIsVouchedFor() {
    ReserveHandle reserve = new ReserveHandle(HANDLE, ada, " Ada ");
    HandleReserved reserved = new HandleReserved(HANDLE, ada, NOW);

    assertThat(Account.decide(Account.free(), reserve, NOW)).containsExactly(reserved);
    assertThat(reserve.displayName()).isEqualTo("Ada");
    Account theirs = Account.evolve(Account.free(), reserved);
    assertThat(theirs).isEqualTo(new Account.Reserved(ada));
    assertThat(Account.decide(theirs, reserve, NOW)).isEmpty();
  }

  @Test
  void nobodyTakesTheHandleOfAnotherByBeingVouchedFor() {
    Account reserved = Account.evolve(Account.free(), new HandleReserved(HANDLE, ada, NOW));
    Account opened = Account.evolve(Account.free(), OPENED);

    for (Account state : List.of(reserved, opened)) {
      assertRejected(
          Reason.HANDLE_TAKEN,
          () -> Account.decide(state, new ReserveHandle(HANDLE, bob, "Bob"), NOW));
      assertRejected(
          Reason.HANDLE_TAKEN,
          () -> Account.decide(state, new OpenAccount(HANDLE, bob, HASH, "Bob"), NOW));
    }
    // A person with a password here cannot be signed in by another issuer's claim.
    assertRejected(
        Reason.HANDLE_TAKEN,
        () -> Account.decide(opened, new ReserveHandle(HANDLE, ada, "Ada"), NOW));
  }

  @Test
  void aPersonNeedsAName() {
    assertRejected(Reason.INVALID_NAME, () -> new OpenAccount(HANDLE, ada, HASH, " "));
  }

  @Test
  void thePasswordHashIsNeverPrinted() {
    assertThat(new OpenAccount(HANDLE, ada, HASH, "Ada").toString())
        .contains("ada")
        .doesNotContain(HASH);
    assertThat(OPENED.toString()).contains("ada").doesNotContain(HASH);
    assertThat(new Account.Taken(ada, HASH).toString()).contains("ada").doesNotContain(HASH);
  }
}
