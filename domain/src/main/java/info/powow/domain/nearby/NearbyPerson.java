package info.powow.domain.nearby;

import java.util.List;

/// Somebody who is near, as exactly as anybody may know.
///
/// @param distance in metres, rounded up to a step: 500, 1000, 2000, 5000 …
/// @param recent whether this was known of late
public record NearbyPerson(
    String personId,
    String displayName,
    String about,
    List<String> interests,
    int distance,
    boolean recent)
    implements NearbyItem {}
