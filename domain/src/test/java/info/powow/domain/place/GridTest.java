package info.powow.domain.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GridTest {
  private static final Grid GRID = new Grid(500);

  @Property
  void everyPointOfTheEarthIsInACellThatIsItsCentresOwn(
      @ForAll @DoubleRange(min = -90, max = 90) double lat,
      @ForAll @DoubleRange(min = -180, max = 180) double lon,
      @ForAll @IntRange(min = 100, max = 100_000) int size) {
    Grid grid = new Grid(size);
    Point point = new Point(lat, lon);
    Cell cell = grid.cellOf(point);

    assertThat(grid.cellOf(cell.centre())).isEqualTo(cell);
    assertThat(cell.centre().distanceTo(point)).isLessThan(size * 1.9);
  }

  @Property
  void noCellIsSmallerThanItsSizeHoweverFarNorth(
      @ForAll @DoubleRange(min = -90, max = 90) double lat,
      @ForAll @DoubleRange(min = -180, max = 180) double lon) {
    Cell cell = GRID.cellOf(new Point(lat, lon));
    double quarter = 125 / 111_195.08;
    double east = quarter / Math.max(1e-9, Math.cos(Math.toRadians(cell.lat())));

    // A quarter of the size in every direction from the centre is within the cell.
    assertThat(GRID.cellOf(moved(cell, quarter, 0))).isEqualTo(cell);
    assertThat(GRID.cellOf(moved(cell, -quarter, 0))).isEqualTo(cell);
    assertThat(GRID.cellOf(moved(cell, 0, east))).isEqualTo(cell);
    assertThat(GRID.cellOf(moved(cell, 0, -east))).isEqualTo(cell);
  }

  private static Point moved(Cell cell, double lat, double lon) {
    double east = (cell.lon() + lon + 540) % 360 - 180;
    return new Point(Math.clamp(cell.lat() + lat, -90, 90), Math.clamp(east, -180, 180));
  }

  @Property
  void anOffsetMovesNobodyFurtherThanOneCellFromItsCentre(
      @ForAll @DoubleRange(min = -90, max = 90) double lat,
      @ForAll @DoubleRange(min = -180, max = 180) double lon,
      @ForAll @DoubleRange(min = -0.5, max = 0.5) double north,
      @ForAll @DoubleRange(min = -0.5, max = 0.5) double east) {
    Point point = new Point(lat, lon);
    Cell cell = GRID.cellOf(point, new Offset(north, east));

    assertThat(GRID.cellOf(cell.centre())).isEqualTo(cell);
    assertThat(cell.centre().distanceTo(point)).isLessThan(2 * 1.9 * 500);
    assertThat(GRID.cellOf(point, Offset.NONE)).isEqualTo(GRID.cellOf(point));
  }

  @Test
  void anOffsetReachesAcrossTheDateLineAndNotBeyondThePoles() {
    Cell west = GRID.cellOf(new Point(0.001, -179.9999));
    Cell east = GRID.cellOf(new Point(0.001, 179.9999));

    assertThat(GRID.cellOf(new Point(0.001, 179.9999), new Offset(0, 0.5))).isEqualTo(west);
    assertThat(GRID.cellOf(new Point(0.001, -179.9999), new Offset(0, -0.5))).isEqualTo(east);
    assertThat(GRID.cellOf(new Point(90, 12), new Offset(0.5, 0.5)))
        .isEqualTo(new Cell(90, 0, 500));
    assertThat(GRID.cellOf(new Point(-90, 12), new Offset(-0.5, -0.5)))
        .isEqualTo(new Cell(-90, 0, 500));
  }

  @Test
  void theDateLineIsNoEdgeOfTheWorld() {
    Cell east = GRID.cellOf(new Point(0.001, 179.9999));
    Cell west = GRID.cellOf(new Point(0.001, -179.9999));

    assertThat(east.centre().distanceTo(west.centre())).isLessThan(600);
    assertThat(GRID.cellOf(new Point(0.001, 180))).isEqualTo(GRID.cellOf(new Point(0.001, -180)));
  }

  @Test
  void aPoleIsTheCentreOfARoundCell() {
    Cell pole = GRID.cellOf(new Point(89.999, 77));

    assertThat(pole).isEqualTo(new Cell(90, 0, 500));
    assertThat(GRID.cellOf(new Point(89.999, -103))).isEqualTo(pole);
    assertThat(GRID.cellOf(new Point(-90, 5))).isEqualTo(new Cell(-90, 0, 500));
  }

  @Test
  void distancesAreThoseOfTheEarth() {
    Point berlin = new Point(52.5200, 13.4050);
    Point paris = new Point(48.8566, 2.3522);

    assertThat(berlin.distanceTo(paris)).isCloseTo(877_460, within(1_000.0));
    assertThat(new Point(0, 179.9).distanceTo(new Point(0, -179.9)))
        .isCloseTo(22_239, within(10.0));
    assertThat(new Point(89.9, 0).distanceTo(new Point(89.9, 180))).isCloseTo(22_239, within(10.0));
  }

  @Test
  void aCellMeasuresBetween100And100000Metres() {
    assertThatThrownBy(() -> new Grid(99)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Grid(100_001)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noPositionIsWrittenWhereAPointIs() {
    assertThat(new Point(1.25, 2.5)).hasToString("a point");
    assertThat(new Cell(1.25, 2.5, 500)).hasToString("a cell of 500 m");
  }
}
