package info.powow.domain.place;

/// Divides the Earth into roughly square cells that are never smaller than the given size, however
/// far north. All rows have the same height, and each has as many columns as fit. (Cells of a
/// geohash or a grid of degrees get narrower towards the poles, and so hide less there.) The cells
/// at the poles are round.
///
/// @param size the minimum width and height of a cell in metres, 100 to 100,000
public record Grid(int size) {
  private static final double HALF_EARTH = Math.PI * Point.EARTH_RADIUS;

  /// Five decimals: about a metre.
  private static final double ROUNDING = 1e5;

  public Grid {
    if (size < 100 || size > 100_000) {
      throw new IllegalArgumentException("a cell must be between 100 and 100,000 metres wide");
    }
  }

  /// Returns the cell of a shifted position. The shift may cross the date line, but not a pole.
  public Cell cellOf(Point point, Offset offset) {
    double lat = Math.clamp(point.lat() + offset.north() * height(), -90, 90);
    double width = 360.0 / columnsIn(rowOf(lat));
    double lon = point.lon() + offset.east() * width;
    return cellOf(new Point(lat, lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon));
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

  /// Computed at the edge of the row where it is shortest.
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
