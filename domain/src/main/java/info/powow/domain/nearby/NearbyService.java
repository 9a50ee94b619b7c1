package info.powow.domain.nearby;

import info.powow.domain.place.Place;
import info.powow.domain.publicservice.Contact;
import info.powow.domain.publicservice.OpeningHours;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A public service that is near, or comes here.
///
/// @param area how far around its place it serves people, in metres; 0 for those who come to it
/// @param openNow null where nobody has said when it is open
/// @param speakers who speaks for it, whoever is written to first
/// @param distance in metres
public record NearbyService(
    String serviceId,
    String name,
    String text,
    @Nullable String category,
    Place place,
    int area,
    @Nullable OpeningHours hours,
    @Nullable Boolean openNow,
    @Nullable Contact contact,
    List<String> speakers,
    int distance)
    implements NearbyItem {

  /// The same with other speakers.
  public NearbyService with(List<String> others) {
    return new NearbyService(
        serviceId, name, text, category, place, area, hours, openNow, contact, others, distance);
  }
}
