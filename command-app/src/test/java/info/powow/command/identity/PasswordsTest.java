package info.powow.command.identity;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.identity.Handle;
import java.text.Normalizer;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class PasswordsTest {
  private final PasswordQueue queue = new PasswordQueue(1, 4, 4);
  private final Passwords passwords = new Passwords(4, queue, Set.of());

  @AfterEach
  void close() {
    queue.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Normalizer.Form.class,
      names = {"NFC", "NFD"})
  void aPasswordMatchesHoweverItsAccentsAreTyped(Normalizer.Form chosen) throws Exception {
    String password = "zażółć gęślą";
    String hash = hash(Normalizer.normalize(password, chosen));

    assertThat(matches(Normalizer.normalize(password, Normalizer.Form.NFC), hash)).isTrue();
    assertThat(matches(Normalizer.normalize(password, Normalizer.Form.NFD), hash)).isTrue();
    assertThat(matches("zazolc gesla", hash)).isFalse();
  }

  @Test
  void whatCannotBeAPasswordMatchesNothing() throws Exception {
    String hash = hash("long enough ?");

    assertThat(matches("long enough \ud800", hash)).isFalse();
    assertThat(matches("long enough ?".repeat(10), hash)).isFalse();
  }

  private String hash(String password) throws Exception {
    return passwords.hash(password, new Handle("ada"), "Ada", "here").get(20, TimeUnit.SECONDS);
  }

  private boolean matches(String password, String hash) throws Exception {
    return passwords.matches(password, hash, "here").get(20, TimeUnit.SECONDS);
  }
}
