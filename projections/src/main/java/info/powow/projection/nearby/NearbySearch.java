package info.powow.projection.nearby;

import co.elastic.clients.elasticsearch._types.DistanceUnit;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.GeoLocation;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.Time;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.FunctionBoostMode;
import co.elastic.clients.elasticsearch._types.query_dsl.FunctionScore;
import co.elastic.clients.elasticsearch._types.query_dsl.FunctionScoreMode;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.search.Hit;
import info.powow.domain.PersonId;
import info.powow.domain.Texts;
import info.powow.domain.gathering.Occasion;
import info.powow.domain.nearby.NearbyGathering;
import info.powow.domain.nearby.NearbyItem;
import info.powow.domain.nearby.NearbyPerson;
import info.powow.domain.nearby.NearbyService;
import info.powow.domain.place.Cell;
import info.powow.domain.place.Place;
import info.powow.domain.place.Point;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.projection.search.SearchClient;
import info.powow.projection.search.SearchUnavailable;
import info.powow.projection.search.WordQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Searches nearby people, gatherings and services.
///
/// User input is always treated as words, never as a query language. Conditions in local time (open
/// now, today) are evaluated by the domain on the hits of the index.
public final class NearbySearch {
  private static final String PLACE = "place";
  private static final String WORDS = "words";

  /// The batch size and the maximum number of batches if the domain filters hits: at night, hardly
  /// anything is open.
  private static final int LOOKED_AT = 100;

  private static final int ROUNDS = 10;

  /// The approximate maximum size of a page, which has at least one item.
  private static final int MOST_BYTES = 512 * 1_024;

  /// The size of an item without its texts, and of an entry of opening hours.
  private static final long ITEM_BYTES = 1_024;

  private static final long HOURS_BYTES = 120;

  /// Items known this long before a page are certainly in the index, which is about a second
  /// behind.
  private static final Duration BEHIND = Duration.ofSeconds(2);

  private static final String HALF_AS_FIT_DISTANCE = "5km";
  private static final String HALF_AS_FIT_TIME = "7d";

  private final SearchClient client;

  public NearbySearch(SearchClient client) {
    this.client = client;
  }

  /// Makes everything written so far visible to later searches.
  ///
  /// @throws SearchUnavailable if Elasticsearch is unavailable, or the index is not filled yet
  public void refresh() {
    try {
      client.ask(elasticsearch ->
          elasticsearch
              .indices()
              .refresh(request ->
                  request.index(
                      PersonDocument.ALIAS, GatheringDocument.ALIAS, ServiceDocument.ALIAS)));
    } catch (ElasticsearchException refused) {
      throw new SearchUnavailable("The search index is not filled yet", refused);
    }
  }

  /// One kind of item.
  ///
  /// @param id the field with its id
  /// @param show converts a document to an item; null hides it
  private record Kind<D, T extends NearbyItem>(
      String alias, String id, Class<D> document, Function<D, String> name, Show<D, T> show) {}

  private interface Show<D, T> {
    @Nullable T of(D document);
  }

  /// @throws SearchUnavailable if Elasticsearch is unavailable, or the index is not filled yet
  public NearbyResultPage<NearbyPerson> people(NearbyQuery query, NearbyViewer viewer) {
    Instant now = query.now();
    BoolQuery.Builder all = matching(query);
    all.filter(query.area().within(PLACE));
    all.filter(since("placedAt", now.minus(viewer.expires())));
    all.filter(visible(viewer));
    all.mustNot(is("personId", viewer.person().value()));
    all.mustNot(is("blocked", viewer.person().value()));
    all.mustNot(among("personId", viewer.blocked()));
    long recently = now.minus(viewer.recent()).toEpochMilli();
    Point from = query.area().centre();
    return find(
        query,
        new Query(all.build()),
        new Kind<>(
            PersonDocument.ALIAS,
            "personId",
            PersonDocument.class,
            PersonDocument::personId,
            person -> {
              Location place = Objects.requireNonNull(person.place());
              return new NearbyPerson(
                  person.personId(),
                  person.displayName(),
                  person.about(),
                  person.interests(),
                  Distances.step(
                      from.distanceTo(place.point()), Objects.requireNonNull(person.cell())),
                  Objects.requireNonNull(person.placedAt()) >= recently);
            }));
  }

  /// The cell in which others may see a person, as soon as the index has it; null if unknown or
  /// expired.
  ///
  /// @param since the earliest time of a place that counts
  /// @throws SearchUnavailable if Elasticsearch is unavailable, or the index is not filled yet
  public @Nullable Cell cellOf(PersonId person, Instant since) {
    try {
      PersonDocument found =
          client
              .ask(elasticsearch ->
                  elasticsearch.get(
                      request -> request.index(PersonDocument.ALIAS).id(person.value()),
                      PersonDocument.class))
              .source();
      if (found == null || found.place() == null || found.cell() == null) {
        return null;
      }
      return Objects.requireNonNull(found.placedAt()) < since.toEpochMilli()
          ? null
          : new Cell(found.place().lat(), found.place().lon(), found.cell());
    } catch (ElasticsearchException refused) {
      throw notFilled(refused);
    }
  }

  /// People who are discoverable by everyone, or by people who share a group with them and the
  /// viewer does.
  private static Query visible(NearbyViewer viewer) {
    return Query.of(query ->
        query.bool(any ->
            any.minimumShouldMatch("1")
                .should(is("discoverable", PersonDocument.EVERYONE))
                .should(both ->
                    both.bool(fellow ->
                        fellow
                            .filter(is("discoverable", PersonDocument.GROUPS))
                            .filter(among("personId", viewer.fellows()))))));
  }

  /// @param occasion when they take place, at least partly; null for any time
  /// @param free whether there must be places left
  /// @throws SearchUnavailable if Elasticsearch is unavailable, or the index is not filled yet
  public NearbyResultPage<NearbyGathering> gatherings(
      NearbyQuery query, NearbyViewer viewer, @Nullable Occasion occasion, boolean free) {
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
      // No local time differs from UTC by more than this.
      all.filter(until("start", now.plus(latest(occasion))));
    }
    Point from = query.area().centre();
    return find(
        query,
        new Query(all.build()),
        new Kind<>(
            GatheringDocument.ALIAS,
            "gatheringId",
            GatheringDocument.class,
            GatheringDocument::gatheringId,
            gathering ->
                occasion == null || occasion.includes(gathering.schedule(), now)
                    ? show(gathering, from)
                    : null));
  }

  private static Duration latest(Occasion occasion) {
    return switch (occasion) {
      case NOW -> Duration.ZERO;
      // A day has up to 25 hours when clocks go back.
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
        gathering.conversationId(),
        Distances.rounded(from.distanceTo(gathering.place().point())));
  }

  /// Services in the area, and services whose own area covers its centre.
  ///
  /// @param open whether they must be open now
  /// @throws SearchUnavailable if Elasticsearch is unavailable, or the index is not filled yet
  public NearbyResultPage<NearbyService> services(NearbyQuery query, boolean open) {
    Instant now = query.now();
    BoolQuery.Builder all = matching(query);
    Point from = query.area().centre();
    all.filter(is("withdrawn", false));
    all.filter(inOrServed(query.area()));
    category(query, all);
    if (open) {
      all.filter(is("scheduled", true));
    }
    return find(
        query,
        new Query(all.build()),
        new Kind<>(
            ServiceDocument.ALIAS,
            "serviceId",
            ServiceDocument.class,
            ServiceDocument::serviceId,
            service -> show(service, query.area(), from, now, open)));
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
      ServiceDocument service, SearchArea area, Point from, Instant now, boolean open) {
    Location place = Objects.requireNonNull(service.place());
    int served = Objects.requireNonNull(service.area());
    double distance = from.distanceTo(place.point());
    Boolean openNow = service.hours() == null ? null : service.hours().isOpenAt(now);
    boolean tooFar =
        area instanceof SearchArea.Circle circle && distance > Math.max(circle.radius(), served);
    if (tooFar || (open && !Boolean.TRUE.equals(openNow))) {
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
        Objects.requireNonNull(service.speakers()),
        Distances.rounded(distance));
  }

  /// Searches until enough visible items are found.
  private <D, T extends NearbyItem> NearbyResultPage<T> find(
      NearbyQuery query, Query matching, Kind<D, T> kind) {
    List<T> found = new ArrayList<>();
    long bytes = 0;
    NearbyPlace after = query.after();
    for (int round = 0; round < ROUNDS; round++) {
      // One more than requested, to know whether there is another page.
      int size = round == 0 ? query.limit() + 1 : LOOKED_AT;
      List<Hit<D>> hits = search(request(query, matching, kind, after, size), kind.document());
      for (Hit<D> hit : hits) {
        if (found.size() == query.limit() || bytes >= MOST_BYTES) {
          return new NearbyResultPage<>(List.copyOf(found), after);
        }
        D document = Objects.requireNonNull(hit.source());
        double value = number(hit.sort().getFirst());
        T shown = kind.show().of(document);
        if (shown != null) {
          found.add(shown);
          bytes += bytesOf(shown);
        }
        after = new NearbyPlace(query.asOf(), value, kind.name().apply(document));
      }
      if (hits.size() < size) {
        return new NearbyResultPage<>(List.copyOf(found), null);
      }
      if (found.size() == query.limit() || bytes >= MOST_BYTES) {
        break;
      }
    }
    return new NearbyResultPage<>(List.copyOf(found), after);
  }

  /// The approximate size in an answer.
  private static long bytesOf(NearbyItem item) {
    return ITEM_BYTES
        + switch (item) {
          case NearbyPerson person -> utf8(person.about());
          case NearbyGathering gathering -> utf8(gathering.text());
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

  private static RuntimeException notFilled(ElasticsearchException refused) {
    return refused.status() == 404
        ? new SearchUnavailable("The search index is not filled yet", refused)
        : refused;
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
            .sort(sort -> sort.field(field -> field.field(kind.id()).order(SortOrder.Asc)));
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
                  geo.field(PLACE)
                      .location(at -> at.latlon(point -> point.lat(from.lat()).lon(from.lon())))
                      .unit(DistanceUnit.Meters)
                      .order(SortOrder.Asc));
          case SOONEST -> sort.field(field -> field.field("start").order(SortOrder.Asc));
          case FIT -> sort.score(score -> score.order(SortOrder.Desc));
        });
  }

  /// The score of the words, halved every five kilometres and, for gatherings, every week.
  private static Query fitting(NearbyQuery query, Query matching, Kind<?, ?> kind) {
    Point from = query.area().centre();
    List<FunctionScore> decays = new ArrayList<>();
    decays.add(
        FunctionScore.of(function ->
            function.exp(decay ->
                decay.geo(geo ->
                    geo.field(PLACE)
                        .placement(placement ->
                            placement
                                .origin(
                                    GeoLocation.of(at ->
                                        at.latlon(point -> point.lat(from.lat()).lon(from.lon()))))
                                .scale(HALF_AS_FIT_DISTANCE)
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
                                  .scale(Time.of(time -> time.time(HALF_AS_FIT_TIME)))
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

  private static BoolQuery.Builder matching(NearbyQuery query) {
    BoolQuery.Builder all = new BoolQuery.Builder();
    String words = query.words();
    if (words == null) {
      all.must(must -> must.matchAll(everything -> everything));
    } else {
      all.must(WordQuery.of(words).similarIn(WORDS));
    }
    if (query.after() != null) {
      Instant first = Instant.ofEpochMilli(query.asOf()).minus(BEHIND);
      all.filter(until("movedAt", first));
    }
    return all;
  }

  private static void category(NearbyQuery query, BoolQuery.Builder all) {
    if (query.category() != null) {
      all.filter(is("category", query.category().value()));
    }
  }

  private static Query is(String field, String value) {
    return Query.of(query -> query.term(term -> term.field(field).value(value)));
  }

  private static Query is(String field, long value) {
    return Query.of(query -> query.term(term -> term.field(field).value(value)));
  }

  private static Query is(String field, boolean value) {
    return Query.of(query -> query.term(term -> term.field(field).value(value)));
  }

  private static Query among(String field, Collection<String> values) {
    List<FieldValue> terms = values.stream().map(FieldValue::of).toList();
    return Query.of(
        query -> query.terms(each -> each.field(field).terms(among -> among.value(terms))));
  }

  private static Query since(String field, Instant time) {
    return Query.of(query ->
        query.range(range ->
            range.date(date -> date.field(field).gte(String.valueOf(time.toEpochMilli())))));
  }

  private static Query after(String field, Instant time) {
    return Query.of(query ->
        query.range(range ->
            range.date(date -> date.field(field).gt(String.valueOf(time.toEpochMilli())))));
  }

  private static Query until(String field, Instant time) {
    return Query.of(query ->
        query.range(range ->
            range.date(date -> date.field(field).lte(String.valueOf(time.toEpochMilli())))));
  }
}
