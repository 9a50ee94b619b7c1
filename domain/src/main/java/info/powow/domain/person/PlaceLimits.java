package info.powow.domain.person;

import info.powow.domain.place.Grid;
import java.time.Duration;

/// How exactly, and how often, it becomes known where people are.
///
/// @param interval least time between two of one person
/// @param refresh after which time it becomes known again that somebody is still in the same cell
public record PlaceLimits(Grid grid, Duration interval, Duration refresh) {
  public static final PlaceLimits DEFAULT =
      new PlaceLimits(new Grid(500), Duration.ofMinutes(1), Duration.ofHours(6));

  public PlaceLimits {
    if (interval.isNegative() || refresh.compareTo(interval) < 0) {
      throw new IllegalArgumentException(
          "refresh is no shorter than interval, which is no less than 0");
    }
  }
}
