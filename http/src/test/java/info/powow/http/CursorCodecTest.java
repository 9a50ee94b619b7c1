package info.powow.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.identity.InstallationSecret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorCodecTest {
  private static final Instant NOW = Instant.parse("2026-06-03T10:00:00Z");
  private static final PersonId ADA = new PersonId("ada");
  private static final CursorScope SCOPE = CursorScope.of(ADA, "nearby people", 52.5, 13.4, null);
  private static final String PLACE = "1767225600123.402a000000000000.p_42";

  private final CursorCodec codec = codec(1, NOW);

  private static CursorCodec codec(int secret, Instant now) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) secret;
    return new CursorCodec(
        InstallationSecret.of(Base64.getEncoder().encodeToString(bytes), null),
        Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void aCursorComesBackOnAnotherNodeAndAfterARestart() {
    String cursor = codec.seal(SCOPE, PLACE);

    assertThat(codec(1, NOW).open(SCOPE, cursor)).isEqualTo(PLACE);
    assertThat(codec(1, NOW.plus(CursorCodec.LIFETIME)).open(SCOPE, cursor)).isEqualTo(PLACE);
  }

  @Test
  void nobodyReadsWhatACursorCarriesNorHowLongThatIs() {
    String cursor = codec.seal(SCOPE, PLACE);

    assertThat(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.ISO_8859_1))
        .doesNotContain("402a", "p_42", "1767");
    assertThat(codec.seal(SCOPE, PLACE)).isNotEqualTo(cursor);
    assertThat(codec.seal(SCOPE, "1.1.p")).hasSameSizeAs(cursor);
    assertThat(cursor).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void aCursorIsGoodForOnePersonOneRouteAndOneQuestion() {
    String cursor = codec.seal(SCOPE, PLACE);

    for (CursorScope other :
        new CursorScope[] {
          CursorScope.of(new PersonId("bob"), "nearby people", 52.5, 13.4, null),
          CursorScope.of(ADA, "nearby services", 52.5, 13.4, null),
          CursorScope.of(ADA, "nearby people", 52.5, 13.41, null),
          CursorScope.of(ADA, "nearby people", 52.5, 13.4, "null"),
          CursorScope.of(ADA, "nearby people", 52.5, 13.4),
          CursorScope.of(ADA, "nearby people", "52.513.4", null)
        }) {
      refuses(codec, other, cursor);
    }
  }

  @Test
  void aCursorOfAnotherInstallationOrOfYesterdayIsRefused() {
    String cursor = codec.seal(SCOPE, PLACE);

    refuses(codec(2, NOW), SCOPE, cursor);
    refuses(codec(1, NOW.plus(CursorCodec.LIFETIME).plus(Duration.ofMillis(1))), SCOPE, cursor);
  }

  @Test
  void aCursorThatWasEditedIsRefusedWhicheverOfItsBytesItIs() {
    byte[] bytes = Base64.getUrlDecoder().decode(codec.seal(SCOPE, PLACE));

    for (int i = 0; i < bytes.length; i++) {
      byte[] edited = bytes.clone();
      edited[i] ^= 1;
      refuses(codec, SCOPE, Base64.getUrlEncoder().encodeToString(edited));
    }
    for (int length : new int[] {1, 12, 28, 29, 30, bytes.length - 1}) {
      refuses(
          codec,
          SCOPE,
          Base64.getUrlEncoder().encodeToString(java.util.Arrays.copyOf(bytes, length)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1.2.a", "-1", "null", "AQ==", "%00", "{\"$gt\":\"\"}", "💥"})
  void whatIsNoCursorIsRefused(String cursor) {
    refuses(codec, SCOPE, cursor);
  }

  @Test
  void aTextOfAMegabyteIsRefusedBeforeItIsDecoded() {
    refuses(codec, SCOPE, "A".repeat(1_000_000));
  }

  private static void refuses(CursorCodec codec, CursorScope scope, String cursor) {
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> codec.open(scope, cursor))
        .extracting(Rejected::reason)
        .isEqualTo(Reason.INVALID_CURSOR);
  }
}
