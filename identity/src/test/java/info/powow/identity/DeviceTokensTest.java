package info.powow.identity;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.identity.Handle;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DeviceTokensTest {
  private static final Handle ADA = new Handle("ada");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-29T08:00:00Z"), ZoneOffset.UTC);

  private final DeviceTokens tokens = tokens(1, CLOCK);

  @Test
  void aDeviceIsKnownByItsToken() {
    String first = tokens.issue(ADA, null);
    String device = Objects.requireNonNull(tokens.device(ADA, first));

    assertThat(tokens.device(ADA, tokens.issue(ADA, device))).isEqualTo(device);
  }

  @Test
  void aTokenIsForOneHandleAndOneServer() {
    String token = tokens.issue(ADA, null);

    assertThat(tokens.device(new Handle("bob"), token)).isNull();
    assertThat(tokens(2, CLOCK).device(ADA, token)).isNull();
  }

  @Test
  void aTokenEnds() {
    String token = tokens.issue(ADA, null);
    Clock later = Clock.offset(CLOCK, DeviceTokens.LIFETIME.plus(Duration.ofSeconds(1)));

    assertThat(tokens(1, later).device(ADA, token)).isNull();
  }

  @Test
  void whatIsNoTokenKnowsNoDevice() {
    for (String token : new String[] {"", "..", "a.b.c", "a.1.c", "x".repeat(10_000)}) {
      assertThat(tokens.device(ADA, token)).isNull();
    }
    assertThat(tokens.device(ADA, null)).isNull();
  }

  private static DeviceTokens tokens(int secret, Clock clock) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) secret;
    return new DeviceTokens(
        TokensTest.properties(Base64.getEncoder().encodeToString(bytes)), clock);
  }
}
