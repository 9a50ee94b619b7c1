package info.powow.notify.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApnsKeyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private static KeyPair keys(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  @Test
  void aTokenSaysWhoAsks() throws Exception {
    KeyPair keys = keys("secp256r1");
    String token = new ApnsKey(TestTls.pem(keys.getPrivate()), "KEY", "TEAM").token(NOW);

    SignedJWT read = SignedJWT.parse(token);
    assertThat(read.verify(new ECDSAVerifier((ECPublicKey) keys.getPublic()))).isTrue();
    assertThat(read.getHeader().getKeyID()).isEqualTo("KEY");
    assertThat(read.getJWTClaimsSet().getIssuer()).isEqualTo("TEAM");
    assertThat(read.getJWTClaimsSet().getIssueTime().toInstant()).isEqualTo(NOW);
  }

  /// Apple accepts one for an hour, and refuses a server that makes one more often than each 20 minutes.
  @Test
  void aTokenIsUsedForFiftyMinutes() throws Exception {
    ApnsKey key = new ApnsKey(TestTls.pem(keys("secp256r1").getPrivate()), "KEY", "TEAM");
    String token = key.token(NOW);

    assertThat(key.token(NOW.plus(Duration.ofMinutes(49)))).isEqualTo(token);
    key.expired(token, NOW.plus(Duration.ofMinutes(19)));
    assertThat(key.token(NOW.plus(Duration.ofMinutes(19)))).isEqualTo(token);
    key.expired("another", NOW.plus(Duration.ofMinutes(21)));
    assertThat(key.token(NOW.plus(Duration.ofMinutes(21)))).isEqualTo(token);
    key.expired(token, NOW.plus(Duration.ofMinutes(21)));
    String next = key.token(NOW.plus(Duration.ofMinutes(21)));
    assertThat(next).isNotEqualTo(token);
    assertThat(key.token(NOW.plus(Duration.ofMinutes(72)))).isNotEqualTo(next);
  }

  @Test
  void aTokenOfTheFutureIsNotUsed() throws Exception {
    ApnsKey key = new ApnsKey(TestTls.pem(keys("secp256r1").getPrivate()), "KEY", "TEAM");
    String ofTheFuture = key.token(NOW.plus(Duration.ofDays(1)));

    String token = key.token(NOW);
    assertThat(token).isNotEqualTo(ofTheFuture);
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getIssueTime().toInstant()).isEqualTo(NOW);
  }

  @Test
  void whatIsNoKeyOfAppleIsRefused() throws Exception {
    String otherCurve = TestTls.pem(keys("secp384r1").getPrivate());
    for (String pem :
        List.of("", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", otherCurve)) {
      assertThatThrownBy(() -> new ApnsKey(pem, "KEY", "TEAM"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
