package info.powow.notify.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.notification.WebPushKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// With the example of RFC 8291, appendix A.
class WebPushEncryptionTest {
  private static final WebPushKeys BROWSER =
      new WebPushKeys(
          "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
          "BTBZMqHH6r4Tts7J_aSIgg");
  private static final String MESSAGE = "When I grow up, I want to be a watermelon";
  private static final String ENCRYPTED =
      "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
          + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
          + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

  private static byte[] bytes(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }

  private static KeyPair pair(String privateKey) throws GeneralSecurityException {
    BigInteger scalar = new BigInteger(1, bytes(privateKey));
    KeyFactory factory = KeyFactory.getInstance("EC");
    return new KeyPair(
        factory.generatePublic(new ECPublicKeySpec(P256.multiplyBase(scalar), P256.parameters())),
        factory.generatePrivate(new ECPrivateKeySpec(scalar, P256.parameters())));
  }

  @Test
  void theExampleOfTheStandardIsMetExactly() throws GeneralSecurityException {
    byte[] message = MESSAGE.getBytes(StandardCharsets.UTF_8);

    byte[] encrypted =
        WebPushEncryption.encrypt(
            message,
            message.length,
            BROWSER,
            pair("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
            bytes("DGv6ra1nlYgDCS1FRnbzlw"));

    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(encrypted))
        .isEqualTo(ENCRYPTED);
  }

  /// The push service of the tests understands the standard, and not only us.
  @Test
  void theExampleOfTheStandardIsDecrypted() throws GeneralSecurityException {
    assertThat(
            PushServiceStub.decrypt(
                bytes(ENCRYPTED),
                pair("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"),
                bytes(BROWSER.auth())))
        .isEqualTo(MESSAGE);
  }

  @Test
  void nobodyOnTheWayLearnsHowLongAMessageIs() {
    byte[] two = WebPushEncryption.encrypt("ok".getBytes(StandardCharsets.UTF_8), 3_000, BROWSER);
    byte[] many =
        WebPushEncryption.encrypt("x".repeat(500).getBytes(StandardCharsets.UTF_8), 3_000, BROWSER);

    assertThat(two).hasSameSizeAs(many).hasSizeLessThanOrEqualTo(4_096);
    assertThat(two).isNotEqualTo(many);
  }

  @Test
  void whatDoesNotFitIsNotCutSilently() {
    assertThatThrownBy(() -> WebPushEncryption.encrypt(new byte[11], 10, BROWSER))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
