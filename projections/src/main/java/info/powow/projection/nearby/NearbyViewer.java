package info.powow.projection.nearby;

import info.powow.domain.PersonId;
import java.time.Duration;
import java.util.Collection;

/// The viewer of nearby results, and what they may see.
///
/// @param blocked people whom they have blocked
/// @param fellows people who share a group with them
/// @param expires places from before this time are not shown
/// @param recent places from before this time are not recent
public record NearbyViewer(
    PersonId person,
    Collection<String> blocked,
    Collection<String> fellows,
    Duration expires,
    Duration recent) {}
