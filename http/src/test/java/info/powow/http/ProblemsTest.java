package info.powow.http;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  @Test
  void whoHasToWaitIsToldHowLong() {
    assertThat(retryAfter(new Rejected(Reason.TOO_MANY_REQUESTS, Duration.ofMillis(1_001))))
        .isEqualTo("2");
    assertThat(retryAfter(new Rejected(Reason.TOO_MANY_REQUESTS, Duration.ZERO))).isEqualTo("1");
    assertThat(retryAfter(new Rejected(Reason.LOG_UNAVAILABLE))).isEqualTo("1");
    assertThat(retryAfter(new Rejected(Reason.NOT_ALLOWED))).isNull();
  }

  private static @Nullable String retryAfter(Rejected refusal) {
    return Problems.answer(refusal).getHeaders().getFirst("Retry-After");
  }
}
