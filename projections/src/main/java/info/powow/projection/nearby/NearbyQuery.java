package info.powow.projection.nearby;

import info.powow.domain.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A nearby query.
///
/// @param words all of these words must match, possibly misspelt or without accents; the last one
///     may be incomplete
/// @param after the end of the previous page; null for the first page
/// @param limit the maximum number of results
/// @param now the time of the query
public record NearbyQuery(
    SearchArea area,
    @Nullable String words,
    @Nullable Tag category,
    NearbyOrder order,
    @Nullable NearbyPlace after,
    int limit,
    Instant now) {

  /// The same query after another place, with another limit.
  public NearbyQuery continued(NearbyPlace from, int most) {
    return new NearbyQuery(area, words, category, order, from, most, now);
  }

  /// When the first page was requested.
  long asOf() {
    return after == null ? now.toEpochMilli() : after.asOf();
  }
}
