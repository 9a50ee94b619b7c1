package info.powow.domain.identity;

import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import info.powow.domain.Reason;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
  private static final Handle HANDLE = new Handle("ada_lovelace");
  private static final String NAME = "Ada Lovelace";
  private static final Set<String> COMMON = Set.of("password", "iloveyou");

  @Test
  void aPasswordIsLongEnoughAndNotTooLong() {
    refuses(Reason.INVALID_PASSWORD, "1234abc");
    refuses(Reason.INVALID_PASSWORD, "🦆🦆🦆🦆🦆🦆🦆");
    refuses(Reason.INVALID_PASSWORD, "ab".repeat(36) + "c");
    takes("ab".repeat(36));
  }

  @Test
  void aLoneSurrogateIsNoText() {
    refuses(Reason.INVALID_PASSWORD, "long enough \ud800");
    refuses(Reason.INVALID_PASSWORD, "\udc00 long enough");
    takes("long enough 🦆");
    assertThat(Password.canBeChecked("\ud800")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "PassWord",
        " iloveyou ",
        "ada_lovelace",
        "Ada_Lovelace",
        "ada lovelace",
        "aaaaaaaaaa"
      })
  void whatIsTriedFirstIsRefused(String password) {
    refuses(Reason.WEAK_PASSWORD, password);
  }

  private static void takes(String password) {
    assertThatCode(() -> Password.requireNew(password, HANDLE, NAME, COMMON))
        .doesNotThrowAnyException();
  }

  private static void refuses(Reason reason, String password) {
    assertRejected(reason, () -> Password.requireNew(password, HANDLE, NAME, COMMON));
  }
}
