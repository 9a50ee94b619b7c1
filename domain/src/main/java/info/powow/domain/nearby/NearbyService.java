package info.powow.domain.nearby;

import info.powow.domain.place.Place;
import info.powow.domain.publicservice.Contact;
import info.powow.domain.publicservice.OpeningHours;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A public service in the result of a nearby query: its place or its area is near.
///
/// @param area the radius in metres around its place within which it visits people; 0 if people
///     come to it
/// @param openNow null if it has no opening hours
/// @param speakers the first is the one to write to
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
    implements NearbyItem {}
