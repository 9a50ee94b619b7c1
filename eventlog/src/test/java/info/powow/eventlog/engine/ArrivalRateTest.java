package info.powow.eventlog.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ArrivalRateTest {
  private static final long MILLI = 1_000_000;

  private final ArrivalRate rate = new ArrivalRate(0);
  private long now;

  @Test
  void nothingIsExpectedAtFirst() {
    assertThat(rate.expectedIn(MILLI)).isZero();
  }

  @Test
  void whatCameEvenlyIsExpectedToGoOn() {
    came(1_000, 1, MILLI / 4);

    assertThat(rate.expectedIn(MILLI)).isCloseTo(4, within(0.1));
  }

  @Test
  void whatComesTogetherIsCountedOneByOne() {
    came(1_000, 10, 5 * MILLI);

    assertThat(rate.expectedIn(MILLI)).isCloseTo(2, within(0.1));
  }

  @Test
  void oneBusyMomentIsSoonForgotten() {
    came(1_000, 1, MILLI / 10);
    came(1, 1, 1_000 * MILLI);

    assertThat(rate.expectedIn(MILLI)).isLessThan(0.1);
  }

  private void came(int times, int count, long everyNanos) {
    for (int i = 0; i < times; i++) {
      now += everyNanos;
      rate.took(count, now);
    }
  }
}
