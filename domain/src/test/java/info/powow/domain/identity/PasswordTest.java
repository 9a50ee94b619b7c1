package info.powow.domain.identity;

import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import info.powow.domain.Reason;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
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
    String longest = "correct horse ".repeat(5) + "12";
    refuses(Reason.INVALID_PASSWORD, longest + "3");
    takes(longest);
  }

  @Test
  void aLoneSurrogateIsNoText() {
    refuses(Reason.INVALID_PASSWORD, "long enough \ud800");
    refuses(Reason.INVALID_PASSWORD, "\udc00 long enough");
    takes("long enough 🦆");
    assertThat(Password.typed("\ud800")).isNull();
  }

  @Test
  void aPasswordIsTheSameHoweverItsAccentsAreTyped() {
    String composed = "Zażółć ấm Å";
    String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
    assertThat(decomposed).isNotEqualTo(composed);
    assertThat(Password.requireNew(decomposed, HANDLE, NAME, COMMON))
        .isEqualTo(Password.requireNew(composed, HANDLE, NAME, COMMON))
        .isEqualTo(Password.typed(decomposed))
        .isEqualTo(composed);
  }

  @Test
  void theLimitIsThatOfTheNormalisedPassword() {
    String composed = "ᾂ각ếΐ한ṩᾧ힣ộᾷ뷁ǘ".repeat(3).substring(0, 25);
    assertThat(composed.getBytes(StandardCharsets.UTF_8)).hasSize(71);
    takes(Normalizer.normalize(composed, Normalizer.Form.NFD));
    refuses(Reason.INVALID_PASSWORD, "e\u0301".repeat(37));
    refuses(Reason.INVALID_PASSWORD, "a" + "\u0301\u0323".repeat(15_000));
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
        "aaaaaaaaaa",
        "        ",
        "\u00a0\u2003\u3000\u2800 \t\u00a0\u2003",
        "\u200b\u2060\ufeff\u00ad\u200b\u2060\ufeff\u00ad",
        "pass\u200bword",
        "\u00a0iloveyou\u200b",
        "abcdefgh",
        "abcdefghijklmnop",
        "HGFEDCBA",
        "23456789",
        "aabbccdd",
        "abcd1234",
        "абвгдежз",
        "12341234",
        "qxzqxzqx",
        "cat     ",
        "xK4! xK4! xK4! "
      })
  void whatIsTriedFirstIsRefused(String password) {
    refuses(Reason.WEAK_PASSWORD, password);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tuesday7",
        "mnopX1fo",
        "correct horse",
        "xK4!xK4?",
        "qxzwqxzv",
        "一二三四五六七八",
        "ada lovelace!"
      })
  void whatOnlyLooksRegularIsTaken(String password) {
    takes(password);
  }

  private static void takes(String password) {
    assertThatCode(() -> Password.requireNew(password, HANDLE, NAME, COMMON))
        .doesNotThrowAnyException();
  }

  private static void refuses(Reason reason, String password) {
    assertRejected(reason, () -> Password.requireNew(password, HANDLE, NAME, COMMON));
  }
}
