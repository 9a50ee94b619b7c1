package info.powow.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyWindowTest {
  private static final long MS = 1_000_000;

  private static LatencyWindow recording(long millis, int times) {
    LatencyWindow window = new LatencyWindow(10);
    for (int i = 0; i < times; i++) {
      window.record(millis * MS);
    }
    window.tick();
    return window;
  }

  /// One node takes 10 ms, one 1,000 ms: the 99th percentile is 1,000 ms, not 505.
  @Test
  void percentilesOfSeveralNodesAreThoseOfAllTheirSamples() {
    var merged =
        LatencyWindow.Percentiles.of(
            LatencyWindow.merge(
                List.of(
                    LatencyWindow.encode(recording(10, 950).merged()),
                    LatencyWindow.encode(recording(1_000, 50).merged()))));

    assertThat(merged.count()).isEqualTo(1_000);
    assertThat(merged.p99Millis()).isCloseTo(1_000, within(10.0));
    assertThat(merged.p90Millis()).isCloseTo(10, within(0.2));
  }

  @Test
  void whatIsOlderThanTheWindowIsForgotten() {
    LatencyWindow window = recording(10, 5);
    for (int i = 0; i < 9; i++) {
      window.tick();
      assertThat(window.percentiles().count()).isEqualTo(5);
    }
    window.tick();
    assertThat(window.percentiles().count()).isZero();
  }
}
