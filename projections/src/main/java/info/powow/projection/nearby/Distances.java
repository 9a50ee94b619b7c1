package info.powow.projection.nearby;

/// Rounds distances for disclosure.
public final class Distances {
  private static final int[] STEPS = {500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000};
  private static final int HALF_EARTH = 20_100_000;
  private static final int ROUNDING = 10;

  private Distances() {}

  /// For a person: the smallest step that contains the distance to their cell, but no step shorter
  /// than the cell.
  ///
  /// @param centre the distance to the centre of their cell, in metres
  static int step(double centre, int cell) {
    double edge = centre - cell / 2.0;
    for (int step : STEPS) {
      if (edge <= step && step >= cell) {
        return step;
      }
    }
    return HALF_EARTH;
  }

  /// For gatherings, services and open groups, which are public.
  public static int rounded(double metres) {
    return (int) Math.round(metres / ROUNDING) * ROUNDING;
  }
}
