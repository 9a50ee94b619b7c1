package info.powow.projection.nearby;

import static info.powow.projection.nearby.NearbyFilters.PLACE;
import static info.powow.projection.nearby.NearbyFilters.category;
import static info.powow.projection.nearby.NearbyFilters.is;
import static info.powow.projection.nearby.NearbyFilters.matching;

import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import info.powow.domain.nearby.NearbyService;
import info.powow.domain.place.Place;
import info.powow.domain.place.Point;
import info.powow.projection.search.SearchUnavailable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds public services nearby: those in the area, and those that come to its centre.
final class NearbyServiceSearch {
  private final NearbyPager pager;

  NearbyServiceSearch(NearbyPager pager) {
    this.pager = pager;
  }

  /// @param open whether they must be open now
  /// @param hides whether a speaker does not exist for the caller; nor does a service without another
  /// @throws SearchUnavailable when Elasticsearch is away, or the index is not filled yet
  NearbyResultPage<NearbyService> find(NearbyQuery query, boolean open, Predicate<String> hides) {
    Instant now = query.now();
    BoolQuery.Builder all = matching(query);
    Point from = query.area().centre();
    all.filter(is("withdrawn", false));
    all.filter(inOrServed(query.area()));
    category(query, all);
    if (open) {
      all.filter(is("scheduled", true));
    }
    return pager.find(
        query,
        new Query(all.build()),
        new NearbyPager.Kind<>(
            ServiceDocument.ALIAS,
            "serviceId",
            ServiceDocument.class,
            ServiceDocument::serviceId,
            service -> show(service, query.area(), from, now, open, hides)));
  }

  private static Query inOrServed(SearchArea area) {
    BoolQuery.Builder any = new BoolQuery.Builder().minimumShouldMatch("1");
    any.should(area.within(PLACE));
    for (int reach : ServiceDocument.REACHES) {
      any.should(should ->
          should.bool(both ->
              both.filter(is("reach", reach))
                  .filter(SearchArea.within(PLACE, area.centre(), reach))));
    }
    return new Query(any.build());
  }

  private static @Nullable NearbyService show(
      ServiceDocument service,
      SearchArea area,
      Point from,
      Instant now,
      boolean open,
      Predicate<String> hides) {
    Location place = Objects.requireNonNull(service.place());
    int served = Objects.requireNonNull(service.area());
    double distance = from.distanceTo(place.point());
    Boolean openNow = service.hours() == null ? null : service.hours().isOpenAt(now);
    boolean tooFar =
        area instanceof SearchArea.Circle circle && distance > Math.max(circle.radius(), served);
    if (tooFar || (open && !Boolean.TRUE.equals(openNow))) {
      return null;
    }
    List<String> speakers =
        Objects.requireNonNull(service.speakers()).stream().filter(hides.negate()).toList();
    if (speakers.isEmpty()) {
      return null;
    }
    return new NearbyService(
        service.serviceId(),
        Objects.requireNonNull(service.name()),
        Objects.requireNonNull(service.text()),
        service.category(),
        new Place(place.lat(), place.lon(), service.label()),
        served,
        service.hours(),
        openNow,
        service.contact(),
        speakers,
        Distances.rounded(distance));
  }
}
