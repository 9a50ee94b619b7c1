package info.powow.projection.nearby;

import info.powow.domain.place.Point;

/// A point as Elasticsearch reads it.
record Location(double lat, double lon) {
  static Location of(Point point) {
    return new Location(point.lat(), point.lon());
  }

  Point point() {
    return new Point(lat, lon);
  }
}
