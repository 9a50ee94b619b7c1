package info.powow.domain.nearby;

import info.powow.domain.image.Picture;
import info.powow.domain.place.Place;
import org.jspecify.annotations.Nullable;

/// An open group in the result of a nearby query.
///
/// @param memberCount the number of its members
/// @param distance in metres
public record NearbyGroup(
    String conversationId,
    String name,
    @Nullable Picture avatar,
    int memberCount,
    Place place,
    int distance)
    implements NearbyItem {

  /// Returns a copy as the group is now.
  public NearbyGroup with(
      String nowNamed, @Nullable Picture nowShown, int nowMembers, Place nowAt, int nowInMetres) {
    return new NearbyGroup(conversationId, nowNamed, nowShown, nowMembers, nowAt, nowInMetres);
  }
}
