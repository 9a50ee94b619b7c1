package info.powow.projection.nearby;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found around a place, in the order that was asked for.
///
/// @param next where the next page begins; null when this is the last
public record NearbyResultPage<T>(List<T> found, @Nullable NearbyPlace next) {}
