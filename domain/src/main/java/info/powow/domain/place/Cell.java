package info.powow.domain.place;

/// Where a person is, as exactly as anybody but them may know: one cell of a [Grid].
///
/// @param lat of its centre
/// @param lon of its centre
/// @param size its least width and height in metres
public record Cell(double lat, double lon, int size) {
  public Point centre() {
    return new Point(lat, lon);
  }

  /// No position belongs in a log or an error.
  @Override
  public String toString() {
    return "a cell of " + size + " m";
  }
}
