package info.powow.domain.nearby;

import java.util.List;

/// A person in the result of a nearby query, located no more precisely than anybody may know.
///
/// @param distance in metres, rounded up to a step: 500, 1000, 2000, 5000 …
/// @param recent whether the place was reported recently
public record NearbyPerson(
    String personId,
    String displayName,
    String about,
    List<String> interests,
    int distance,
    boolean recent)
    implements NearbyItem {}
