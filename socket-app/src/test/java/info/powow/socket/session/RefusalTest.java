package info.powow.socket.session;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalTest {
  private static String json(Rejected refused) {
    return new String(Refusal.of(refused, "/app/block", null, null).json(), StandardCharsets.UTF_8);
  }

  @Test
  void itSaysAfterHowManySecondsToTryAgain() {
    assertThat(json(new Rejected(Reason.TOO_MANY_REQUESTS, Duration.ofMillis(4_001))))
        .contains("\"retryAfter\":5}");
    assertThat(json(new Rejected(Reason.SEARCH_UNAVAILABLE))).contains("\"retryAfter\":1}");
  }

  @Test
  void itCarriesTheTraceThatOperatorsFindItBy() {
    Rejected refused = new Rejected(Reason.BLOCKED);

    assertThat(
            new String(
                Refusal.of(refused, "/app/block", null, null, "ab".repeat(16)).json(),
                StandardCharsets.UTF_8))
        .endsWith("\"trace\":\"" + "ab".repeat(16) + "\"}");
    assertThat(json(refused)).doesNotContain("trace");
  }

  @Test
  void whereWaitingChangesNothingItDoesNot() {
    assertThat(json(new Rejected(Reason.BLOCKED))).doesNotContain("retryAfter");
    assertThat(json(new Rejected(Reason.TOO_MANY_SUBSCRIPTIONS))).doesNotContain("retryAfter");
  }
}
