package info.powow.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RateSearchTest {
  @Test
  void findsTheHighestRateThatHolds() throws InterruptedException {
    RateSearch.Found<Double> found =
        new RateSearch<Double>(rate -> rate, rate -> rate <= 8_000).from(1_000);
    assertThat(found.rate()).isBetween(8_000 / 1.06, 8_000.0);
    assertThat(found.best()).isEqualTo(found.rate());
    assertThat(found.all()).contains(1_000.0, 1_500.0).hasSizeLessThan(20);
  }

  @Test
  void goesDownWhenTheFirstTryIsTooMuch() throws InterruptedException {
    RateSearch.Found<Double> found =
        new RateSearch<Double>(rate -> rate, rate -> rate <= 70).from(1_000);
    assertThat(found.rate()).isBetween(70 / 1.06, 70.0);
  }

  @Test
  void oneHiccupDoesNotDecide() throws InterruptedException {
    Set<Double> tried = new HashSet<>();
    RateSearch.Found<Double> found =
        new RateSearch<Double>(rate -> rate, rate -> !tried.add(rate) && rate <= 8_000).from(1_000);
    assertThat(found.rate()).isBetween(8_000 / 1.06, 8_000.0);
  }

  @Test
  void saysWhenNothingHolds() throws InterruptedException {
    RateSearch.Found<Double> found = new RateSearch<Double>(rate -> rate, _ -> false).from(100);
    assertThat(found.rate()).isZero();
    assertThat(found.best()).isNull();
    assertThat(found.all()).isNotEmpty();
  }
}
