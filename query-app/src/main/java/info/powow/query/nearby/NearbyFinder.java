package info.powow.query.nearby;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Tag;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.Occasion;
import info.powow.domain.nearby.NearbyGathering;
import info.powow.domain.nearby.NearbyGroup;
import info.powow.domain.nearby.NearbyPerson;
import info.powow.domain.nearby.NearbyService;
import info.powow.domain.notification.FindInterested;
import info.powow.domain.notification.GatheringInterests;
import info.powow.domain.notification.Interested;
import info.powow.domain.notification.NearbyNotices;
import info.powow.domain.place.Cell;
import info.powow.domain.place.Place;
import info.powow.domain.place.Point;
import info.powow.projection.nearby.Distances;
import info.powow.projection.nearby.NearbyPlace;
import info.powow.projection.nearby.NearbyQuery;
import info.powow.projection.nearby.NearbyResultPage;
import info.powow.projection.nearby.NearbySearch;
import info.powow.projection.nearby.NearbyViewer;
import info.powow.projection.search.SearchUnavailable;
import info.powow.query.conversation.OpenGroups;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds what a person may see around a place.
final class NearbyFinder {
  private static final Logger logger = LoggerFactory.getLogger(NearbyFinder.class);

  /// How often the index is asked for one page.
  private static final int MAX_REQUESTS = 10;

  private final NearbySearch search;
  private final NearbyViewers askers;
  private final OpenGroups openGroups;

  NearbyFinder(NearbySearch search, NearbyViewers askers, OpenGroups openGroups) {
    this.search = search;
    this.askers = askers;
    this.openGroups = openGroups;
  }

  NearbyResultPage<NearbyPerson> people(PersonId me, NearbyQuery query) {
    NearbyViewer viewer = askers.of(me);
    return ask(() -> search.people(query, viewer));
  }

  /// Gatherings of hosts who have blocked the caller do not exist for them.
  NearbyResultPage<NearbyGathering> gatherings(
      PersonId me, NearbyQuery query, @Nullable Occasion occasion, boolean free) {
    NearbyViewer viewer = askers.of(me);
    Predicate<String> hides = remembered(host -> askers.hasBlocked(host, me));
    return ask(() -> search.gatherings(query, viewer, occasion, free, hides));
  }

  /// Services without a speaker whom the caller may contact do not exist for them.
  NearbyResultPage<NearbyService> services(PersonId me, NearbyQuery query, boolean open) {
    Predicate<String> hides = remembered(speaker -> askers.eitherHasBlocked(speaker, me));
    return ask(() -> search.services(query, open, hides));
  }

  private static Predicate<String> remembered(Predicate<String> rule) {
    Map<String, Boolean> known = new HashMap<>();
    return person -> known.computeIfAbsent(person, rule::test);
  }

  /// Groups that the caller is banned from do not exist for them. A short page, or a cursor that
  /// leads to an empty one, would disclose them, so hidden groups are replaced by the next ones, and
  /// there is a cursor only if another group is visible.
  NearbyResultPage<NearbyGroup> groups(PersonId me, NearbyQuery query) {
    List<NearbyGroup> visible = new ArrayList<>();
    NearbyQuery rest = query;
    NearbyPlace end = null;
    for (int round = 0; round < MAX_REQUESTS; round++) {
      NearbyQuery asked = rest;
      NearbyResultPage<NearbyGroup> found = ask(() -> search.groups(asked));
      List<NearbyGroup> seen = visibleTo(me, found.found(), query.area().centre());
      NearbyPlace next = found.next();
      if (visible.size() == query.limit()) {
        if (!seen.isEmpty()) {
          return new NearbyResultPage<>(List.copyOf(visible), end);
        }
      } else {
        visible.addAll(seen);
        end = next;
      }
      if (next == null) {
        return new NearbyResultPage<>(List.copyOf(visible), null);
      }
      int missing = query.limit() - visible.size();
      rest = query.continued(next, missing == 0 ? query.limit() : missing);
    }
    return new NearbyResultPage<>(List.copyOf(visible), end);
  }

  /// As these groups are in the views, which are newer than the index.
  private List<NearbyGroup> visibleTo(PersonId me, List<NearbyGroup> found, Point from) {
    Map<String, OpenGroups.OpenGroup> open =
        openGroups.of(me, found.stream().map(NearbyGroup::conversationId).toList());
    List<NearbyGroup> visible = new ArrayList<>();
    for (NearbyGroup group : found) {
      OpenGroups.OpenGroup now = open.get(group.conversationId());
      if (now == null) {
        continue;
      }
      Place place = now.place();
      if (place != null) {
        int distance = Distances.rounded(from.distanceTo(place.point()));
        visible.add(group.with(now.name(), now.avatar(), now.memberCount(), place, distance));
      }
    }
    return visible;
  }

  List<Interested.One> interested(Announcement gathering, Instant since) {
    Set<Tag> interests = GatheringInterests.of(gathering);
    return interests.isEmpty()
        ? List.of()
        : ask(() ->
            search.interested(
                gathering.place().point(),
                NearbyNotices.WIDEST,
                interests,
                since,
                FindInterested.MAX));
  }

  @Nullable Cell cellOf(PersonId me, Instant since) {
    return ask(() -> Optional.ofNullable(search.cellOf(me, since))).orElse(null);
  }

  void refresh() {
    ask(() -> {
      search.refresh();
      return true;
    });
  }

  private static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (SearchUnavailable away) {
      logger.debug("search is away: {}", away.getMessage());
      throw new Rejected(Reason.SEARCH_UNAVAILABLE);
    }
  }
}
