package info.powow.domain.nearby;

/// An item in the result of a nearby query. The component names are the names in JSON.
public sealed interface NearbyItem
    permits NearbyPerson, NearbyGathering, NearbyService, NearbyGroup {}
