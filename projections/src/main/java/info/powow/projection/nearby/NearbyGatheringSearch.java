package info.powow.projection.nearby;

import static info.powow.projection.nearby.NearbyFilters.PLACE;
import static info.powow.projection.nearby.NearbyFilters.after;
import static info.powow.projection.nearby.NearbyFilters.among;
import static info.powow.projection.nearby.NearbyFilters.category;
import static info.powow.projection.nearby.NearbyFilters.is;
import static info.powow.projection.nearby.NearbyFilters.matching;
import static info.powow.projection.nearby.NearbyFilters.until;

import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import info.powow.domain.gathering.Occasion;
import info.powow.domain.nearby.NearbyGathering;
import info.powow.domain.place.Place;
import info.powow.domain.place.Point;
import info.powow.projection.search.SearchUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds gatherings nearby that are not over.
final class NearbyGatheringSearch {
  private final NearbyPager pager;

  NearbyGatheringSearch(NearbyPager pager) {
    this.pager = pager;
  }

  /// @param occasion when they take place, at least in part; null for any time
  /// @param free whether a place must be left
  /// @param hides whether a host's gatherings do not exist for the caller
  /// @throws SearchUnavailable when Elasticsearch is away, or the index is not filled yet
  NearbyResultPage<NearbyGathering> find(
      NearbyQuery query,
      NearbyViewer viewer,
      @Nullable Occasion occasion,
      boolean free,
      Predicate<String> hides) {
    Instant now = query.now();
    BoolQuery.Builder all = matching(query);
    all.filter(query.area().within(PLACE));
    all.filter(is("cancelled", false));
    all.filter(after("end", now));
    all.mustNot(among("host", viewer.blocked()));
    category(query, all);
    if (free) {
      all.filter(is("free", true));
    }
    if (occasion != null) {
      // Wherever the gathering is, its local time is no further from UTC than this.
      all.filter(until("start", now.plus(latest(occasion))));
    }
    Point from = query.area().centre();
    return pager.find(
        query,
        new Query(all.build()),
        new NearbyPager.Kind<>(
            GatheringDocument.ALIAS,
            "gatheringId",
            GatheringDocument.class,
            GatheringDocument::gatheringId,
            gathering ->
                (occasion == null || occasion.includes(gathering.schedule(), now))
                        && !hides.test(gathering.host())
                    ? show(gathering, from)
                    : null));
  }

  private static Duration latest(Occasion occasion) {
    return switch (occasion) {
      case NOW -> Duration.ZERO;
      // A day has up to 25 hours where clocks are put back.
      case TODAY -> Duration.ofDays(2);
      case WEEKEND -> Duration.ofDays(8);
    };
  }

  private static NearbyGathering show(GatheringDocument gathering, Point from) {
    return new NearbyGathering(
        gathering.gatheringId(),
        gathering.host(),
        gathering.title(),
        gathering.text(),
        gathering.category(),
        new Place(gathering.place().lat(), gathering.place().lon(), gathering.label()),
        Instant.ofEpochMilli(gathering.start()),
        Instant.ofEpochMilli(gathering.end()),
        gathering.zone(),
        gathering.capacity(),
        gathering.going(),
        gathering.interested(),
        gathering.picture(),
        gathering.conversationId(),
        Distances.rounded(from.distanceTo(gathering.place().point())));
  }
}
