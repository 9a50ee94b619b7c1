package info.powow.socket.session;

import info.powow.domain.Rejected;
import info.powow.domain.place.Point;
import info.powow.socket.push.Topic;
import info.powow.socket.stomp.ClientFrame;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parses the headers of a SUBSCRIBE to nearby changes: `lat`, `lon` and `radius` in metres; or
/// none, for changes of one's own gatherings only.
final class NearbyHeaders {
  private static final int USUAL_RADIUS = 5_000;
  private static final int WIDEST = 100_000;

  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
  private static final Pattern REAL =
      Pattern.compile("-?[0-9]{1,30}(?:\\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?");

  private NearbyHeaders() {}

  /// @throws Rejected with `invalid_request` or `invalid_place`
  static Topic.Nearby parse(ClientFrame frame) {
    String lat = frame.header("lat");
    String lon = frame.header("lon");
    String radius = frame.header("radius");
    if (lat == null && lon == null) {
      return new Topic.Nearby(null, 0);
    }
    return new Topic.Nearby(
        new Point(degrees("lat", lat), degrees("lon", lon)),
        radius == null ? USUAL_RADIUS : metres(radius));
  }

  private static double degrees(String header, @Nullable String text) {
    if (text == null) {
      throw Rejected.field(header, "a number", "absent");
    }
    if (!REAL.matcher(text).matches()) {
      throw Rejected.field(header, "a number", "string");
    }
    return Double.parseDouble(text) + 0.0;
  }

  private static int metres(String text) {
    int metres = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (metres < 1 || metres > WIDEST) {
      throw Rejected.field("radius", "metres from 1 to " + WIDEST, "another value");
    }
    return metres;
  }
}
