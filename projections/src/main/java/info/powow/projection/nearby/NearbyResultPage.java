package info.powow.projection.nearby;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of nearby results, in the requested order.
///
/// @param next where the next page begins; null if this is the last
public record NearbyResultPage<T>(List<T> found, @Nullable NearbyPlace next) {}
