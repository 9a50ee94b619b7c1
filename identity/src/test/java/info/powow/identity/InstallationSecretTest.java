package info.powow.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class InstallationSecretTest {
  private static String secret(int bytes, int first) {
    byte[] secret = new byte[bytes];
    secret[0] = (byte) first;
    return Base64.getEncoder().encodeToString(secret);
  }

  @Test
  void nodesWithTheSameSecretDeriveTheSameKeys() {
    var one = InstallationSecret.of(secret(32, 1), null);

    assertThat(one.key("a", "AES"))
        .isEqualTo(InstallationSecret.of(secret(32, 1) + "\n", secret(32, 9)).key("a", "AES"))
        .isNotEqualTo(one.key("b", "AES"))
        .isNotEqualTo(InstallationSecret.of(secret(32, 2), null).key("a", "AES"));
    assertThat(one.key("a", "AES").getEncoded()).hasSize(32);
  }

  @Test
  void theSecretOfTokensIsUsedWhereThereIsNoOther() {
    assertThat(InstallationSecret.of(null, secret(32, 1)).key("a", "AES"))
        .isEqualTo(InstallationSecret.of(secret(32, 1), null).key("a", "AES"));
  }

  @Test
  void aSecretThatIsMissingTooShortOrNotBase64IsRefused() {
    assertThatIllegalStateException().isThrownBy(() -> InstallationSecret.of(null, null));
    assertThatIllegalStateException()
        .isThrownBy(() -> InstallationSecret.of(secret(31, 1), null))
        .withMessageContaining("too short");
    assertThatIllegalStateException()
        .isThrownBy(() -> InstallationSecret.of("?", null))
        .withMessageContaining("not Base64")
        .withNoCause();
  }
}
