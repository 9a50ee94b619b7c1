package info.powow.projection.nearby;

import info.powow.domain.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What somebody looks for around a place.
///
/// @param words all of which it has, also misspelt or without accents; the last one may be only
///     begun
/// @param after where the last page ended; null for the first page
/// @param limit how many at most
/// @param now when it is asked
public record NearbyQuery(
    SearchArea area,
    @Nullable String words,
    @Nullable Tag category,
    NearbyOrder order,
    @Nullable NearbyPlace after,
    int limit,
    Instant now) {

  /// When the first page was asked for.
  long asOf() {
    return after == null ? now.toEpochMilli() : after.asOf();
  }
}
