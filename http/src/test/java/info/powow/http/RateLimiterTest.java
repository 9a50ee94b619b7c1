package info.powow.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Rejected;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final RateLimiter limit = new RateLimiter(2, Duration.ofDays(1));

  @Test
  void oneWhoAsksTooOftenIsRefusedAndNobodyElse() {
    limit.take("ada");
    limit.take("ada");

    assertThatThrownBy(() -> limit.take("ada")).isInstanceOf(Rejected.class);
    assertThatThrownBy(() -> limit.requireOpen("ada")).isInstanceOf(Rejected.class);
    assertThatCode(() -> limit.take("bob")).doesNotThrowAnyException();
  }

  @Test
  void lookingDoesNotCount() {
    for (int i = 0; i < 10; i++) {
      limit.requireOpen("ada");
    }

    assertThatCode(() -> limit.take("ada")).doesNotThrowAnyException();
  }
}
