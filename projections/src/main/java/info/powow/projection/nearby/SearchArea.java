package info.powow.projection.nearby;

import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import info.powow.domain.place.Point;

/// The area of a nearby query.
public sealed interface SearchArea {
  /// The point from which distances are measured.
  Point centre();

  /// @param radius in metres
  record Circle(Point centre, double radius) implements SearchArea {}

  /// @param west greater than `east` if the box crosses the date line
  record Box(double west, double south, double east, double north) implements SearchArea {
    private static final double METRES_A_DEGREE = 111_195.0797;

    @Override
    public Point centre() {
      double lon = west + degreesWide() / 2;
      return new Point((south + north) / 2, lon > 180 ? lon - 360 : lon);
    }

    private double degreesWide() {
      return east < west ? east + 360 - west : east - west;
    }

    /// The diagonal in metres where the box is widest, measured along its edges. The shorter way
    /// around the Earth would be wrong for a box of more than half of it.
    public double diagonal() {
      double nearestToEquator = south > 0 ? south : Math.min(0, north);
      double width = degreesWide() * Math.cos(Math.toRadians(nearestToEquator));
      return Math.hypot(width, north - south) * METRES_A_DEGREE;
    }
  }

  /// Matches points within the area.
  default Query within(String field) {
    return switch (this) {
      case Circle circle -> within(field, circle.centre(), circle.radius());
      case Box box ->
          Query.of(query ->
              query.geoBoundingBox(geo ->
                  geo.field(field)
                      .boundingBox(bounds ->
                          bounds.coords(coords ->
                              coords
                                  .left(box.west())
                                  .bottom(box.south())
                                  .right(box.east())
                                  .top(box.north())))));
    };
  }

  static Query within(String field, Point centre, double radius) {
    return Query.of(query ->
        query.geoDistance(geo ->
            geo.field(field)
                .distance(radius + "m")
                .location(at -> at.latlon(point -> point.lat(centre.lat()).lon(centre.lon())))));
  }
}
