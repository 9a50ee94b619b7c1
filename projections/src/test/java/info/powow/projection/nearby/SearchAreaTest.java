package info.powow.projection.nearby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import info.powow.domain.place.Point;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class SearchAreaTest {
  @Test
  void aBoxThatIsWiderThanHalfTheWorldIsAsWideAsItIs() {
    // Its corners are 200 km apart on the shorter way.
    assertThat(new SearchArea.Box(-179, -0.1, 179, 0.1).diagonal())
        .isCloseTo(39_800_000, within(50_000.0));
    assertThat(new SearchArea.Box(-180, 0, 180, 0).diagonal())
        .isCloseTo(40_030_000, within(10_000.0));
    assertThat(new SearchArea.Box(10, 0, 9, 0).diagonal()).isGreaterThan(39_000_000);
  }

  @Test
  void aBoxAcrossTheDateLineIsNarrow() {
    SearchArea.Box box = new SearchArea.Box(179, -1, -179, 1);

    assertThat(box.diagonal()).isCloseTo(314_500, within(1_000.0));
    assertThat(Math.abs(box.centre().lon())).isEqualTo(180);
  }

  @Test
  void aBoxIsMeasuredWhereItIsWidest() {
    assertThat(new SearchArea.Box(0, 0, 90, 89).diagonal()).isGreaterThan(10_000_000);
    assertThat(new SearchArea.Box(0, -89, 90, -60).diagonal()).isGreaterThan(5_000_000);
    // All round the pole.
    assertThat(new SearchArea.Box(-180, 89.9, 180, 90).diagonal()).isLessThan(100_000);
  }

  @Property
  void theCentreIsWithinTheBoxAndNoCornerIsFurtherApartThanItsDiagonal(
      @ForAll @DoubleRange(min = -180, max = 180) double west,
      @ForAll @DoubleRange(min = -180, max = 180) double east,
      @ForAll @DoubleRange(min = -90, max = 90) double one,
      @ForAll @DoubleRange(min = -90, max = 90) double other) {
    SearchArea.Box box = new SearchArea.Box(west, Math.min(one, other), east, Math.max(one, other));

    double lon = box.centre().lon();
    assertThat(west <= east ? lon >= west && lon <= east : lon >= west || lon <= east).isTrue();
    assertThat(new Point(box.south(), west).distanceTo(new Point(box.north(), east)))
        .isLessThan(box.diagonal() + 10);
  }
}
