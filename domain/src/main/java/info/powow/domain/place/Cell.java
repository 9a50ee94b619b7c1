package info.powow.domain.place;

/// One cell of a [Grid]: the most precise position of a person that others may see.
///
/// @param lat of its centre
/// @param lon of its centre
/// @param size its minimum width and height in metres
public record Cell(double lat, double lon, int size) {
  public Point centre() {
    return new Point(lat, lon);
  }

  /// Omits the position, which must not appear in logs or errors.
  @Override
  public String toString() {
    return "a cell of " + size + " m";
  }
}
