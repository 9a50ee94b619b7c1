package info.powow.domain.notification;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;

/// What a person wants to know about gatherings.
///
/// @param radius in metres, around the cell that the person was last in
public record NearbyNotices(NearbyLevel level, int radius) {
  private static final int SHORTEST = 500;

  /// The widest radius that anybody can choose.
  public static final int WIDEST = 50_000;

  /// What holds until a person says otherwise.
  public static final NearbyNotices DEFAULT = new NearbyNotices(NearbyLevel.MINE, 5_000);

  public NearbyNotices {
    if (radius < SHORTEST || radius > WIDEST) {
      throw Rejected.at("nearby.radius", Reason.INVALID_RADIUS);
    }
  }
}
