package info.powow.projection.nearby;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import info.powow.domain.PersonId;
import info.powow.domain.Tag;
import info.powow.domain.gathering.Occasion;
import info.powow.domain.nearby.NearbyGathering;
import info.powow.domain.nearby.NearbyGroup;
import info.powow.domain.nearby.NearbyPerson;
import info.powow.domain.nearby.NearbyService;
import info.powow.domain.notification.Interested;
import info.powow.domain.place.Cell;
import info.powow.domain.place.Point;
import info.powow.projection.search.SearchClient;
import info.powow.projection.search.SearchUnavailable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds people, gatherings, services and open groups nearby.
///
/// What people type is treated as words, never as a query language.
///
/// Every method throws [SearchUnavailable] when Elasticsearch is unavailable, or the index is not
/// filled yet.
public final class NearbySearch {
  private final SearchClient client;
  private final NearbyPeopleSearch people;
  private final NearbyGatheringSearch gatherings;
  private final NearbyServiceSearch services;
  private final NearbyGroupSearch groups;

  public NearbySearch(SearchClient client) {
    this.client = client;
    NearbyPager pager = new NearbyPager(client);
    this.people = new NearbyPeopleSearch(client, pager);
    this.gatherings = new NearbyGatheringSearch(pager);
    this.services = new NearbyServiceSearch(pager);
    this.groups = new NearbyGroupSearch(pager);
  }

  /// Makes everything that was written until now visible to later queries.
  public void refresh() {
    try {
      client.ask(elasticsearch ->
          elasticsearch
              .indices()
              .refresh(request ->
                  request.index(
                      PersonDocument.ALIAS,
                      GatheringDocument.ALIAS,
                      ServiceDocument.ALIAS,
                      GroupDocument.ALIAS)));
    } catch (ElasticsearchException refused) {
      throw new SearchUnavailable("The search index is not filled yet", refused);
    }
  }

  public NearbyResultPage<NearbyPerson> people(NearbyQuery query, NearbyViewer viewer) {
    return people.find(query, viewer);
  }

  /// The cell that others see a person in; null when the index has none, or only an older one.
  ///
  /// @param since the cell must have been set at this time or later
  public @Nullable Cell cellOf(PersonId person, Instant since) {
    return people.cellOf(person, since);
  }

  /// People near a point with one of some interests, whether they let themselves be found or not. For
  /// the server only: nobody may be told where they are.
  ///
  /// @param radius in metres
  /// @param since their cell must have been set at this time or later
  /// @param max the nearest
  public List<Interested.One> interested(
      Point from, int radius, Collection<Tag> interests, Instant since, int max) {
    return people.interested(from, radius, interests, since, max);
  }

  /// @param occasion when they take place, at least in part; null for any time
  /// @param free whether a place must be left
  /// @param hides whether a host's gatherings do not exist for the caller
  public NearbyResultPage<NearbyGathering> gatherings(
      NearbyQuery query,
      NearbyViewer viewer,
      @Nullable Occasion occasion,
      boolean free,
      Predicate<String> hides) {
    return gatherings.find(query, viewer, occasion, free, hides);
  }

  /// @param open whether they must be open now
  /// @param hides whether a speaker does not exist for the caller; nor does a service without another
  public NearbyResultPage<NearbyService> services(
      NearbyQuery query, boolean open, Predicate<String> hides) {
    return services.find(query, open, hides);
  }

  /// Open groups with a place. Their members and pictures are not in the index.
  public NearbyResultPage<NearbyGroup> groups(NearbyQuery query) {
    return groups.find(query);
  }
}
