package info.powow.domain.place;

/// How far a position is moved before it is snapped to a [Grid].
///
/// @param north in heights of a cell, -0.5 to 0.5
/// @param east in widths of a cell, -0.5 to 0.5
public record Offset(double north, double east) {
  public static final Offset NONE = new Offset(0, 0);

  public Offset {
    if (!(Math.abs(north) <= 0.5 && Math.abs(east) <= 0.5)) {
      throw new IllegalArgumentException("an offset is at most half a cell");
    }
  }

  /// Whoever knows somebody's offset knows better where they are.
  @Override
  public String toString() {
    return "an offset";
  }
}
