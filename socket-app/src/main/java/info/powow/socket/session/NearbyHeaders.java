package info.powow.socket.session;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.place.Point;
import info.powow.socket.push.Topic;
import info.powow.socket.stomp.StompFrame;

/// Where a SUBSCRIBE to what is near looks: `lat`, `lon` and `radius` in metres; or nowhere, for
/// who wants to be told of their own gatherings only.
final class NearbyHeaders {
  private static final int USUAL_RADIUS = 5_000;
  private static final int WIDEST = 100_000;

  private NearbyHeaders() {}

  /// @throws Rejected with `invalid_request` or `invalid_place`
  static Topic.Nearby parse(StompFrame frame) {
    String lat = frame.header("lat");
    String lon = frame.header("lon");
    String radius = frame.header("radius");
    if (lat == null && lon == null) {
      return new Topic.Nearby(null, 0);
    }
    if (lat == null || lon == null) {
      throw invalid();
    }
    try {
      int metres = radius == null ? USUAL_RADIUS : Integer.parseInt(radius);
      if (metres < 1 || metres > WIDEST) {
        throw invalid();
      }
      return new Topic.Nearby(new Point(Double.parseDouble(lat), Double.parseDouble(lon)), metres);
    } catch (NumberFormatException notANumber) {
      throw invalid();
    }
  }

  private static Rejected invalid() {
    return new Rejected(Reason.INVALID_REQUEST);
  }
}
