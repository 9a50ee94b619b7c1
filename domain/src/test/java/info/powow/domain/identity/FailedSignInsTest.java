package info.powow.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailedSignInsTest {
  private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int FREE = 10;

  @Test
  void theFirstFailuresCostNoWait() {
    assertThat(after(0)).isEqualTo(Duration.ZERO);
    assertThat(after(FREE)).isEqualTo(Duration.ZERO);
  }

  @Test
  void theWaitDoublesUpToTheLongest() {
    assertThat(after(FREE + 1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(after(FREE + 2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(after(FREE + 10)).isEqualTo(Duration.ofSeconds(512));
    assertThat(after(FREE + 11)).isEqualTo(LONGEST);
    assertThat(after(FREE + 1_000)).isEqualTo(LONGEST);
  }

  @Test
  void theWaitIsOverWhenItsTimeHasCome() {
    FailedSignIns failed = failed(FREE + 1);

    assertThat(failed.waitAt(NOW.plusMillis(999))).isEqualTo(Duration.ofMillis(1));
    assertThat(failed.waitAt(NOW.plusSeconds(1))).isEqualTo(Duration.ZERO);
  }

  private static Duration after(int failures) {
    return failed(failures).waitAt(NOW);
  }

  private static FailedSignIns failed(int failures) {
    FailedSignIns failed = FailedSignIns.NONE;
    for (int i = 0; i < failures; i++) {
      failed = failed.failedAt(NOW, FREE, LONGEST);
    }
    return failed;
  }
}
