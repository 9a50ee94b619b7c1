package info.powow.domain.place;

/// Divides the Earth into cells that are about square and never smaller than asked for, however far
/// north: rows of the same height, each with as many columns as fit into it. (A geohash or a grid
/// of degrees gets narrower towards the poles, and hides the less there.) The cells at the poles
/// are round.
///
/// @param size least width and height of a cell in metres, 100 to 100,000
public record Grid(int size) {
  private static final double HALF_EARTH = Math.PI * Point.EARTH_RADIUS;

  /// Five decimals: a metre.
  private static final double ROUNDING = 1e5;

  public Grid {
    if (size < 100 || size > 100_000) {
      throw new IllegalArgumentException("a cell measures between 100 and 100,000 metres");
    }
  }

  public Cell cellOf(Point point) {
    int row = rowOf(point.lat());
    double lat = -90 + (row + 0.5) * height();
    int columns = columnsIn(row);
    if (columns == 1) {
      return new Cell(lat < 0 ? -90 : 90, 0, size);
    }
    double width = 360.0 / columns;
    int column = (int) Math.floor((point.lon() + 180) / width) % columns;
    return new Cell(round(lat), round(-180 + (column + 0.5) * width), size);
  }

  /// How far a point lies outside of a cell of this grid, in metres: 0 inside, and else the greater
  /// of its distances beyond an edge to the north or south, and to the east or west.
  public double beyond(Cell cell, Point point) {
    double metresADegree = HALF_EARTH / 180;
    int row = rowOf(cell.lat());
    int columns = columnsIn(row);
    double south = -90 + row * height();
    double north = south + height();
    double vertical = Math.max(0, Math.max(south - point.lat(), point.lat() - north));
    double horizontal = 0;
    if (columns > 1) {
      double apart = Math.abs(point.lon() - cell.lon());
      double shortWay = Math.min(apart, 360 - apart);
      horizontal = Math.max(0, shortWay - 180.0 / columns) * Math.cos(Math.toRadians(point.lat()));
    }
    return Math.max(vertical, horizontal) * metresADegree;
  }

  private int rows() {
    return (int) Math.floor(HALF_EARTH / size);
  }

  /// In degrees.
  private double height() {
    return 180.0 / rows();
  }

  private int rowOf(double lat) {
    return Math.min(rows() - 1, (int) Math.floor((lat + 90) / height()));
  }

  /// As many as are wide enough where the row is shortest.
  private int columnsIn(int row) {
    double south = -90 + row * height();
    double farthest = Math.min(90, Math.max(Math.abs(south), Math.abs(south + height())));
    double length = 2 * HALF_EARTH * Math.cos(Math.toRadians(farthest));
    return Math.max(1, (int) Math.floor(length / size));
  }

  private static double round(double degrees) {
    return Math.round(degrees * ROUNDING) / ROUNDING;
  }
}
