package info.powow.domain.nearby;

import java.util.List;

/// What is near, the nearest of each kind first.
public record Nearby(
    List<NearbyPerson> people, List<NearbyGathering> gatherings, List<NearbyService> services) {}
