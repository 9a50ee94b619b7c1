package info.powow.projection.nearby;

import static info.powow.projection.nearby.NearbyFilters.PLACE;
import static info.powow.projection.nearby.NearbyFilters.matching;

import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import info.powow.domain.nearby.NearbyGroup;
import info.powow.domain.place.Place;
import info.powow.domain.place.Point;
import info.powow.projection.search.SearchUnavailable;
import org.jspecify.annotations.Nullable;

/// Finds open groups nearby: those that have a place.
final class NearbyGroupSearch {
  private final NearbyPager pager;

  NearbyGroupSearch(NearbyPager pager) {
    this.pager = pager;
  }

  /// Without members and pictures.
  ///
  /// @throws SearchUnavailable when Elasticsearch is away, or the index is not filled yet
  NearbyResultPage<NearbyGroup> find(NearbyQuery query) {
    BoolQuery.Builder all = matching(query);
    all.filter(query.area().within(PLACE));
    Point from = query.area().centre();
    return pager.find(
        query,
        new Query(all.build()),
        new NearbyPager.Kind<>(
            GroupDocument.ALIAS,
            "conversationId",
            GroupDocument.class,
            GroupDocument::conversationId,
            group -> show(group, from)));
  }

  private static @Nullable NearbyGroup show(GroupDocument group, Point from) {
    Location place = group.place();
    String name = group.name();
    return place == null || name == null
        ? null
        : new NearbyGroup(
            group.conversationId(),
            name,
            null,
            0,
            new Place(place.lat(), place.lon(), group.label()),
            Distances.rounded(from.distanceTo(place.point())));
  }
}
