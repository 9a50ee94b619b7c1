package info.powow.domain.nearby;

import java.util.List;

/// The result of a nearby query, the nearest of each kind first.
public record Nearby(
    List<NearbyPerson> people,
    List<NearbyGathering> gatherings,
    List<NearbyService> services,
    List<NearbyGroup> groups) {}
