package info.powow.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MinimumRateTest {
  private final MinimumRate pace = new MinimumRate(TimeUnit.SECONDS.toNanos(5), 1_000);

  private boolean isKept(long bytes, long millis) {
    return pace.isKept(bytes, TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void nothingIsAskedAtFirst() {
    assertThat(isKept(0, 5_000)).isTrue();
  }

  @Test
  void thenSoManyBytesASecond() {
    assertThat(isKept(0, 5_001)).isFalse();
    assertThat(isKept(1, 10_000)).isFalse();
    assertThat(isKept(4_999, 10_000)).isFalse();
    assertThat(isKept(5_000, 10_000)).isTrue();
  }
}
