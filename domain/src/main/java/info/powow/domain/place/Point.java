package info.powow.domain.place;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;

/// Coordinates in degrees (WGS 84).
///
/// @param lat north of the equator, -90 to 90
/// @param lon east of Greenwich, -180 to 180
public record Point(double lat, double lon) {
  /// The mean radius of the Earth in metres (IUGG), for distances on a sphere.
  static final double EARTH_RADIUS = 6_371_008.8;

  public Point {
    require(lat, lon);
  }

  /// Also refuses NaN.
  static void require(double lat, double lon) {
    if (!(lat >= -90 && lat <= 90)) {
      throw Rejected.at("lat", Reason.INVALID_PLACE);
    }
    if (!(lon >= -180 && lon <= 180)) {
      throw Rejected.at("lon", Reason.INVALID_PLACE);
    }
  }

  /// The distance along the surface in metres (haversine), exact to half a percent, including
  /// across the date line and the poles.
  public double distanceTo(Point other) {
    double phi = Math.toRadians(lat);
    double otherPhi = Math.toRadians(other.lat);
    double sinPhi = Math.sin((otherPhi - phi) / 2);
    double sinLambda = Math.sin(Math.toRadians(other.lon - lon) / 2);
    double chord = sinPhi * sinPhi + Math.cos(phi) * Math.cos(otherPhi) * sinLambda * sinLambda;
    return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(chord)));
  }

  /// Omits the position, which must not appear in logs or errors.
  @Override
  public String toString() {
    return "a point";
  }
}
