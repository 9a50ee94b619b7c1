package info.powow.domain.identity;

import static info.powow.domain.People.NOW;
import static info.powow.domain.People.ada;
import static info.powow.domain.People.bob;
import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.Reason;
import info.powow.domain.identity.AccountCommand.OpenAccount;
import info.powow.domain.identity.AccountEvent.AccountOpened;
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
