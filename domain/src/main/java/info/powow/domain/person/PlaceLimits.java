package info.powow.domain.person;

import info.powow.domain.place.Grid;
import java.time.Duration;

/// The precision and the rate at which people's places are disclosed.
///
/// @param interval the minimum time between two disclosures of one person
/// @param refresh after which time an unchanged cell is disclosed again
public record PlaceLimits(Grid grid, Duration interval, Duration refresh) {
  public static final PlaceLimits DEFAULT =
      new PlaceLimits(new Grid(500), Duration.ofMinutes(1), Duration.ofHours(6));

  public PlaceLimits {
    if (interval.isNegative() || refresh.compareTo(interval) < 0) {
      throw new IllegalArgumentException(
          "refresh must not be shorter than interval, and interval not negative");
    }
  }
}
