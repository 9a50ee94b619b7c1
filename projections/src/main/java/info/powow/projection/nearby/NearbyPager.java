package info.powow.projection.nearby;

import co.elastic.clients.elasticsearch._types.DistanceUnit;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.GeoLocation;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.Time;
import co.elastic.clients.elasticsearch._types.query_dsl.FunctionBoostMode;
import co.elastic.clients.elasticsearch._types.query_dsl.FunctionScore;
import co.elastic.clients.elasticsearch._types.query_dsl.FunctionScoreMode;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.search.Hit;
import info.powow.domain.Texts;
import info.powow.domain.nearby.NearbyGathering;
import info.powow.domain.nearby.NearbyGroup;
import info.powow.domain.nearby.NearbyItem;
import info.powow.domain.nearby.NearbyPerson;
import info.powow.domain.nearby.NearbyService;
import info.powow.domain.place.Point;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.projection.search.SearchClient;
import info.powow.projection.search.SearchUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Fills a page of results, whatever their kind.
///
/// Some conditions cannot be asked of the index, such as whether something is open now. The domain
/// evaluates them on the hits, so a page may take several requests.
final class NearbyPager {
  /// How many hits a further request reads. At night hardly anything is open.
  private static final int FURTHER_HITS = 100;

  private static final int MAX_REQUESTS = 10;

  /// A page ends after about this many bytes, though not before it has one item.
  private static final int MAX_BYTES = 512 * 1_024;

  /// What an item has besides its text, and what one entry of opening hours has.
  private static final long ITEM_BYTES = 1_024;

  private static final long HOURS_BYTES = 120;

  private static final String HALF_SCORE_DISTANCE = "5km";
  private static final String HALF_SCORE_TIME = "7d";

  private final SearchClient client;

  NearbyPager(SearchClient client) {
    this.client = client;
  }

  /// A kind of thing that can be nearby.
  ///
  /// @param alias of its index
  /// @param idField the field with its id
  /// @param id reads its id
  /// @param show what a query shows of it
  record Kind<D, T extends NearbyItem>(
      String alias, String idField, Class<D> document, Function<D, String> id, Show<D, T> show) {}

  /// What a query shows of a document; null if it does not match after all.
  interface Show<D, T> {
    @Nullable T of(D document);
  }

  /// Reads hits until the page is full and another result is known, there are no more, or enough were
  /// looked at. A hit that does not match after all leaves no trace: no short page, and no cursor that
  /// leads to an empty one.
  <D, T extends NearbyItem> NearbyResultPage<T> find(
      NearbyQuery query, Query matching, Kind<D, T> kind) {
    List<T> found = new ArrayList<>();
    long bytes = 0;
    NearbyPlace after = query.after();
    NearbyPlace end = after;
    for (int round = 0; round < MAX_REQUESTS; round++) {
      // One more than is asked for tells whether there is another page.
      int size = round == 0 ? query.limit() + 1 : FURTHER_HITS;
      List<Hit<D>> hits = search(request(query, matching, kind, after, size), kind.document());
      for (Hit<D> hit : hits) {
        D document = Objects.requireNonNull(hit.source());
        double value = number(hit.sort().getFirst());
        after = new NearbyPlace(query.asOf(), value, kind.id().apply(document));
        T shown = kind.show().of(document);
        boolean full = found.size() == query.limit() || bytes >= MAX_BYTES;
        if (shown != null) {
          if (full) {
            return new NearbyResultPage<>(List.copyOf(found), end);
          }
          found.add(shown);
          bytes += bytesOf(shown);
        }
        if (!full) {
          end = after;
        }
      }
      if (hits.size() < size) {
        return new NearbyResultPage<>(List.copyOf(found), null);
      }
    }
    return new NearbyResultPage<>(List.copyOf(found), end);
  }

  /// About as many bytes as an item has in an answer.
  private static long bytesOf(NearbyItem item) {
    return ITEM_BYTES
        + switch (item) {
          case NearbyPerson person -> utf8(person.about());
          case NearbyGathering gathering -> utf8(gathering.text());
          case NearbyGroup _ -> 0;
          case NearbyService service -> utf8(service.text()) + hoursBytes(service.hours());
        };
  }

  private static long utf8(@Nullable String text) {
    return text == null ? 0 : Texts.utf8Length(text);
  }

  private static long hoursBytes(@Nullable OpeningHours hours) {
    return hours == null ? 0 : HOURS_BYTES * (hours.weekly().size() + hours.special().size());
  }

  private static double number(FieldValue value) {
    return value.isDouble() ? value.doubleValue() : value.longValue();
  }

  private <D> List<Hit<D>> search(SearchRequest request, Class<D> document) {
    try {
      return client.ask(elasticsearch -> elasticsearch.search(request, document)).hits().hits();
    } catch (ElasticsearchException refused) {
      throw notFilled(refused);
    }
  }

  private static SearchRequest request(
      NearbyQuery query, Query matching, Kind<?, ?> kind, @Nullable NearbyPlace after, int size) {
    SearchRequest.Builder request =
        new SearchRequest.Builder()
            .index(kind.alias())
            .allowPartialSearchResults(false)
            .trackTotalHits(total -> total.enabled(false))
            .size(size)
            .query(query.order() == NearbyOrder.FIT ? fitting(query, matching, kind) : matching)
            .sort(first(query))
            .sort(sort -> sort.field(field -> field.field(kind.idField()).order(SortOrder.Asc)));
    if (after != null) {
      FieldValue value =
          query.order() == NearbyOrder.SOONEST
              ? FieldValue.of((long) after.value())
              : FieldValue.of(after.value());
      request.searchAfter(value, FieldValue.of(after.id()));
    }
    return request.build();
  }

  private static SortOptions first(NearbyQuery query) {
    Point from = query.area().centre();
    return SortOptions.of(sort ->
        switch (query.order()) {
          case DISTANCE ->
              sort.geoDistance(geo ->
                  geo.field(NearbyFilters.PLACE)
                      .location(at -> at.latlon(point -> point.lat(from.lat()).lon(from.lon())))
                      .unit(DistanceUnit.Meters)
                      .order(SortOrder.Asc));
          case SOONEST -> sort.field(field -> field.field("start").order(SortOrder.Asc));
          case FIT -> sort.score(score -> score.order(SortOrder.Desc));
        });
  }

  /// The score of the words, halved with every five kilometres, and of gatherings with every week.
  private static Query fitting(NearbyQuery query, Query matching, Kind<?, ?> kind) {
    Point from = query.area().centre();
    List<FunctionScore> decays = new ArrayList<>();
    decays.add(
        FunctionScore.of(function ->
            function.exp(decay ->
                decay.geo(geo ->
                    geo.field(NearbyFilters.PLACE)
                        .placement(placement ->
                            placement
                                .origin(
                                    GeoLocation.of(at ->
                                        at.latlon(point -> point.lat(from.lat()).lon(from.lon()))))
                                .scale(HALF_SCORE_DISTANCE)
                                .decay(0.5))))));
    if (kind.alias().equals(GatheringDocument.ALIAS)) {
      decays.add(
          FunctionScore.of(function ->
              function.exp(decay ->
                  decay.date(date ->
                      date.field("start")
                          .placement(placement ->
                              placement
                                  .origin(Long.toString(query.asOf()))
                                  .scale(Time.of(time -> time.time(HALF_SCORE_TIME)))
                                  .decay(0.5))))));
    }
    return Query.of(fit ->
        fit.functionScore(score ->
            score
                .query(matching)
                .functions(decays)
                .scoreMode(FunctionScoreMode.Multiply)
                .boostMode(FunctionBoostMode.Multiply)));
  }

  /// Says plainly what a missing index means.
  static RuntimeException notFilled(ElasticsearchException refused) {
    return refused.status() == 404
        ? new SearchUnavailable("The search index is not filled yet", refused)
        : refused;
  }
}
