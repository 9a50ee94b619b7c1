package info.powow.projection.nearby;

import info.powow.domain.PersonId;
import java.time.Duration;
import java.util.Collection;

/// Who looks around, and what that lets them see.
///
/// @param blocked whom they have blocked
/// @param fellows who shares a group with them
/// @param expires after which time it is not known any more where somebody is
/// @param recent up to which time it is known well
public record NearbyViewer(
    PersonId person,
    Collection<String> blocked,
    Collection<String> fellows,
    Duration expires,
    Duration recent) {}
