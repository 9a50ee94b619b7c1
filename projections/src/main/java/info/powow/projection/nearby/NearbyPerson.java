package info.powow.projection.nearby;

import java.util.List;

/// Somebody who is near, as exactly as anybody may know.
///
/// @param distance in metres, rounded up to a step of [Distances#step]
/// @param recent whether this was known of late
public record NearbyPerson(
    String personId,
    String displayName,
    String about,
    List<String> interests,
    int distance,
    boolean recent) {}
