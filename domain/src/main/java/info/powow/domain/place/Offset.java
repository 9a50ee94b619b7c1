package info.powow.domain.place;

/// The shift of a position before it is snapped to a [Grid].
///
/// @param north in cell heights, -0.5 to 0.5
/// @param east in cell widths, -0.5 to 0.5
public record Offset(double north, double east) {
  public static final Offset NONE = new Offset(0, 0);

  public Offset {
    if (!(Math.abs(north) <= 0.5 && Math.abs(east) <= 0.5)) {
      throw new IllegalArgumentException("an offset is at most half a cell");
    }
  }

  /// Omits the values, because knowing a person's offset locates them better.
  @Override
  public String toString() {
    return "an offset";
  }
}
