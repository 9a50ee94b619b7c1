package info.powow.domain.nearby;

import info.powow.domain.image.Picture;
import info.powow.domain.place.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A gathering in the result of a nearby query.
///
/// @param distance in metres
/// @param conversationId the attendees' conversation
public record NearbyGathering(
    String gatheringId,
    String host,
    String title,
    String text,
    @Nullable String category,
    Place place,
    Instant start,
    Instant end,
    String zone,
    @Nullable Integer capacity,
    int going,
    int interested,
    @Nullable Picture picture,
    @Nullable String conversationId,
    int distance)
    implements NearbyItem {}
