package info.powow.projection.nearby;

import static info.powow.projection.nearby.NearbyFilters.PLACE;
import static info.powow.projection.nearby.NearbyFilters.among;
import static info.powow.projection.nearby.NearbyFilters.is;
import static info.powow.projection.nearby.NearbyFilters.matching;
import static info.powow.projection.nearby.NearbyFilters.since;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import info.powow.domain.PersonId;
import info.powow.domain.Tag;
import info.powow.domain.nearby.NearbyPerson;
import info.powow.domain.notification.Interested;
import info.powow.domain.place.Cell;
import info.powow.domain.place.Point;
import info.powow.projection.search.SearchClient;
import info.powow.projection.search.SearchUnavailable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds people nearby who let themselves be found.
final class NearbyPeopleSearch {
  private final SearchClient client;
  private final NearbyPager pager;

  NearbyPeopleSearch(SearchClient client, NearbyPager pager) {
    this.client = client;
    this.pager = pager;
  }

  /// @throws SearchUnavailable when Elasticsearch is away, or the index is not filled yet
  NearbyResultPage<NearbyPerson> find(NearbyQuery query, NearbyViewer viewer) {
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
    return pager.find(
        query,
        new Query(all.build()),
        new NearbyPager.Kind<>(
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

  /// The cell that others see a person in; null when the index has none, or only an older one.
  ///
  /// @param since the cell must have been set at this time or later
  /// @throws SearchUnavailable when Elasticsearch is away, or the index is not filled yet
  @Nullable Cell cellOf(PersonId person, Instant since) {
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
      throw NearbyPager.notFilled(refused);
    }
  }

  /// @throws SearchUnavailable when Elasticsearch is away, or the index is not filled yet
  List<Interested.One> interested(
      Point from, int radius, Collection<Tag> interests, Instant since, int max) {
    Query query =
        Query.of(all ->
            all.bool(bool ->
                bool.filter(SearchArea.within(PLACE, from, radius))
                    .filter(since("placedAt", since))
                    .filter(among("interests", interests.stream().map(Tag::value).toList()))));
    try {
      return client
          .ask(elasticsearch ->
              elasticsearch.search(
                  request ->
                      request
                          .index(PersonDocument.ALIAS)
                          .allowPartialSearchResults(false)
                          .trackTotalHits(total -> total.enabled(false))
                          .size(max)
                          .query(query)
                          .sort(sort ->
                              sort.geoDistance(geo ->
                                  geo.field(PLACE)
                                      .location(at ->
                                          at.latlon(point -> point.lat(from.lat()).lon(from.lon())))
                                      .order(SortOrder.Asc))),
                  PersonDocument.class))
          .hits()
          .hits()
          .stream()
          .map(hit -> Objects.requireNonNull(hit.source()))
          .map(person ->
              new Interested.One(
                  new PersonId(person.personId()),
                  person.interests().stream().map(Tag::new).toList(),
                  (int) from.distanceTo(Objects.requireNonNull(person.place()).point())))
          .toList();
    } catch (ElasticsearchException refused) {
      throw NearbyPager.notFilled(refused);
    }
  }

  /// People whom everybody may find, and people in a group of the viewer's whom its members may find.
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
}
