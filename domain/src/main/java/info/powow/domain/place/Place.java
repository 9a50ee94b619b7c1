package info.powow.domain.place;

import info.powow.domain.Texts;
import org.jspecify.annotations.Nullable;

/// A public place: that of a gathering or a service.
///
/// @param label a name for people, such as `Town hall, 2nd floor`
public record Place(double lat, double lon, @Nullable String label) {
  public Place {
    Point.require(lat, lon);
    if (label != null) {
      label = Texts.requireName("label", label);
    }
  }

  public Point point() {
    return new Point(lat, lon);
  }
}
