package info.powow.http;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.identity.InstallationSecret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class NodeSignatureTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String PATH = "/actuator/node";

  private static NodeSignature node(int secret, Instant now) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) secret;
    InstallationSecret known =
        InstallationSecret.of(Base64.getEncoder().encodeToString(bytes), null);
    return new NodeSignature(() -> known, Clock.fixed(now, ZoneOffset.UTC));
  }

  private final String signed = node(1, NOW).sign("GET", PATH);

  @Test
  void nodesWithTheSameSecretUnderstandEachOther() {
    assertThat(node(1, NOW.plusSeconds(60)).isValid(signed, "GET", PATH)).isTrue();
    assertThat(node(1, NOW.minusSeconds(60)).isValid(signed, "GET", PATH)).isTrue();
  }

  @Test
  void nothingElseIsASignature() {
    assertThat(node(2, NOW).isValid(signed, "GET", PATH)).isFalse();
    assertThat(node(1, NOW.plusSeconds(61)).isValid(signed, "GET", PATH)).isFalse();
    assertThat(node(1, NOW).isValid(signed, "POST", PATH)).isFalse();
    assertThat(node(1, NOW).isValid(signed, "GET", PATH + "/c/1/0")).isFalse();
    for (String other :
        new String[] {
          "", "Powow-Node ", "Powow-Node x.y", "Powow-Node .", "Bearer x", signed + "="
        }) {
      assertThat(node(1, NOW).isValid(other, "GET", PATH)).as(other).isFalse();
    }
    assertThat(node(1, NOW).isValid(null, "GET", PATH)).isFalse();
  }
}
