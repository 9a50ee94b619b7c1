package info.powow.domain.nearby;

/// Something that is near, as the lists of what is near have it. The component names are the names
/// in JSON.
public sealed interface NearbyItem permits NearbyPerson, NearbyGathering, NearbyService {}
