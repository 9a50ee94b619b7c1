package info.powow.projection.nearby;

import info.powow.domain.place.Point;

/// A point in Elasticsearch's format.
record Location(double lat, double lon) {
  static Location of(Point point) {
    return new Location(point.lat(), point.lon());
  }

  Point point() {
    return new Point(lat, lon);
  }
}
