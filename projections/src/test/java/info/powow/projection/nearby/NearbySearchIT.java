package info.powow.projection.nearby;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.ServiceId;
import info.powow.domain.Tag;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupPlaceChanged;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.Answer;
import info.powow.domain.gathering.GatheringEvent.GatheringAnswered;
import info.powow.domain.gathering.GatheringEvent.GatheringCancelled;
import info.powow.domain.gathering.GatheringEvent.GatheringChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPictureChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.domain.gathering.GatheringEvent.GatheringRescheduled;
import info.powow.domain.gathering.Occasion;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.identity.Handle;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.domain.nearby.NearbyGathering;
import info.powow.domain.nearby.NearbyGroup;
import info.powow.domain.nearby.NearbyPerson;
import info.powow.domain.nearby.NearbyService;
import info.powow.domain.notification.Interested;
import info.powow.domain.person.Discoverability;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.domain.person.PersonEvent.PersonUnblocked;
import info.powow.domain.person.PersonEvent.PlaceUpdated;
import info.powow.domain.person.PersonEvent.ProfileChanged;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.domain.place.Grid;
import info.powow.domain.place.Place;
import info.powow.domain.place.Point;
import info.powow.domain.publicservice.Description;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.domain.publicservice.OpeningHours.Weekly;
import info.powow.domain.publicservice.ServiceEvent.ServiceChanged;
import info.powow.domain.publicservice.ServiceEvent.ServicePublished;
import info.powow.domain.publicservice.ServiceEvent.ServiceWithdrawn;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.MemoryLog;
import info.powow.projection.search.IndexProjection;
import info.powow.projection.search.RunningSearchNode;
import info.powow.projection.search.SearchClient;
import info.powow.projection.search.SearchCluster;
import info.powow.projector.Projection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NearbySearchIT {
  /// A Wednesday, 14:00 in Berlin.
  private static final Instant NOW = Instant.parse("2026-06-03T12:00:00.000Z");

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Point SQUARE = new Point(52.5219, 13.4132);
  private static final double METRE = 1 / 111_195.08;
  private static final Grid GRID = new Grid(500);
  private static final PersonId ME = new PersonId("me");
  private static final PersonId HIDDEN = new PersonId("hidden");
  private static final Predicate<String> NOBODY = _ -> false;

  private final SearchCluster cluster = new SearchCluster();
  private final SearchClient client = cluster.client(Duration.ofSeconds(20));
  private final NearbySearch search = new NearbySearch(client);
  private @Nullable RunningSearchNode node;
  private MemoryLog log = new MemoryLog();
  private int keys;

  @BeforeAll
  void startTheNode(@TempDir Path data) throws IOException {
    RunningSearchNode started = RunningSearchNode.start(data);
    node = started;
    cluster.found(List.of(started.address()), started.credentials());
  }

  @AfterAll
  void stopTheNode() throws IOException {
    cluster.close();
    if (node != null) {
      node.close();
    }
  }

  @BeforeEach
  void nothingIsThere() {
    client.ask(elasticsearch ->
        elasticsearch
            .indices()
            .delete(request ->
                request
                    .index(
                        PersonDocument.ALIAS + "-" + PersonDocument.VERSION,
                        GatheringDocument.ALIAS + "-" + GatheringDocument.VERSION,
                        ServiceDocument.ALIAS + "-" + ServiceDocument.VERSION,
                        GroupDocument.ALIAS + "-" + GroupDocument.VERSION)
                    .ignoreUnavailable(true)));
    log = new MemoryLog();
    projected();
  }

  // --- People ------------------------------------------------------------------------------------

  @Test
  void peopleAreFoundNearestFirstAndNoMoreExactlyThanTheirCell() {
    person("far", Discoverability.EVERYONE, north(3_300));
    person("near", Discoverability.EVERYONE, north(600));
    person("here", Discoverability.EVERYONE, north(0));
    person("away", Discoverability.EVERYONE, north(9_000));
    projected();

    List<NearbyPerson> found = people(5_000);

    assertThat(found).extracting(NearbyPerson::personId).containsExactly("here", "near", "far");
    // Measured from the edge of the cell: a person within 500 m of it is as near as somebody in it.
    assertThat(found).extracting(NearbyPerson::distance).containsExactly(500, 500, 5_000);
  }

  @Test
  void nobodyFindsThemselvesNorWhoDoesNotWantItNorWhoHasNoPlace() {
    person("me", Discoverability.EVERYONE, SQUARE);
    person("hidden", Discoverability.NOBODY, SQUARE);
    profile("nowhere", Discoverability.EVERYONE);
    person("open", Discoverability.EVERYONE, SQUARE);
    projected();

    assertThat(people(5_000)).extracting(NearbyPerson::personId).containsExactly("open");
    happened(profileChanged("open", Discoverability.NOBODY));
    projected();
    assertThat(people(5_000)).isEmpty();
  }

  @Test
  void whoIsOpenToGroupsIsFoundByThoseWhoShareOne() {
    person("fellow", Discoverability.GROUPS, SQUARE);
    person("stranger", Discoverability.GROUPS, SQUARE);
    projected();

    NearbyViewer viewer =
        new NearbyViewer(ME, List.of(), Set.of("fellow"), Duration.ofDays(30), Duration.ofDays(1));
    assertThat(search.people(around(5_000), viewer).found())
        .extracting(NearbyPerson::personId)
        .containsExactly("fellow");
  }

  @Test
  void thoseWhoBlockedEachOtherDoNotFindEachOther() {
    person("blockedMe", Discoverability.EVERYONE, SQUARE);
    happened(new PersonBlocked(new PersonId("blockedMe"), ME, NOW));
    person("blockedByMe", Discoverability.EVERYONE, SQUARE);
    projected();

    NearbyViewer viewer =
        new NearbyViewer(
            ME, Set.of("blockedByMe"), Set.of(), Duration.ofDays(30), Duration.ofDays(1));
    assertThat(search.people(around(5_000), viewer).found()).isEmpty();

    happened(new PersonUnblocked(new PersonId("blockedMe"), ME, NOW));
    projected();
    assertThat(search.people(around(5_000), viewer).found())
        .extracting(NearbyPerson::personId)
        .containsExactly("blockedMe");
  }

  @Test
  void aPlaceThatIsOldIsToldToBeSoAndExpires() {
    person("yesterday", Discoverability.EVERYONE, SQUARE, NOW.minus(Duration.ofHours(25)));
    person("today", Discoverability.EVERYONE, SQUARE, NOW.minus(Duration.ofHours(23)));
    person("long ago", Discoverability.EVERYONE, SQUARE, NOW.minus(Duration.ofDays(31)));
    projected();

    assertThat(people(5_000))
        .extracting(person -> person.personId() + " " + person.recent())
        .containsExactlyInAnyOrder("yesterday false", "today true");
  }

  @Test
  void whoHasMovedIsFoundWhereTheyAreNowHoweverOftenItIsTold() {
    person("ada", Discoverability.EVERYONE, SQUARE);
    happened(new PlaceUpdated(new PersonId("ada"), GRID.cellOf(north(50_000)), NOW));
    projected();

    assertThat(people(5_000)).isEmpty();
    projected(log.all().subList(0, 3));
    projected();
    assertThat(people(5_000)).isEmpty();
    assertThat(people(100_000)).hasSize(1);
  }

  @Test
  void somebodysOwnCellIsTheOneThatOthersMayKnow() {
    person("ada", Discoverability.NOBODY, SQUARE);
    profile("bob", Discoverability.EVERYONE);
    projected();

    assertThat(search.cellOf(new PersonId("ada"), NOW)).isEqualTo(GRID.cellOf(SQUARE));
    assertThat(search.cellOf(new PersonId("ada"), NOW.plusSeconds(1))).isNull();
    assertThat(search.cellOf(new PersonId("bob"), NOW)).isNull();
    assertThat(search.cellOf(new PersonId("nobody"), NOW)).isNull();
  }

  /// Whoever wants to be notified need not let others find them.
  @Test
  void peopleNearAGatheringAreFoundByTheirInterestsWhetherOthersFindThemOrNot() {
    for (String who : List.of("ada", "bob", "cleo", "dora")) {
      person(who, Discoverability.NOBODY, who.equals("cleo") ? north(60_000) : north(3_000));
      happened(
          new ProfileChanged(
              new PersonId(who),
              who,
              "board games",
              Discoverability.NOBODY,
              List.of(new Tag(who.equals("bob") ? "chess" : "board games"), new Tag("cake")),
              NOW));
    }
    happened(new PlaceUpdated(new PersonId("dora"), GRID.cellOf(SQUARE), NOW));
    projected();

    List<Interested.One> found =
        search.interested(
            SQUARE, 50_000, Set.of(new Tag("board games"), new Tag("night")), NOW, 10);

    assertThat(found).extracting(one -> one.person().value()).containsExactly("dora", "ada");
    assertThat(found.get(1).metres()).isBetween(2_500, 3_500);
    assertThat(found.get(1).interests()).contains(new Tag("cake"));
    assertThat(search.interested(SQUARE, 50_000, Set.of(new Tag("cake")), NOW, 1)).hasSize(1);
    assertThat(search.interested(SQUARE, 50_000, Set.of(new Tag("cake")), NOW.plusSeconds(1), 10))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 179.99, 0, -179.99",
    "89.9, 10, 89.9, -170",
    "-89.9, 10, -89.9, -170",
    "16.5, -179.95, 16.5, 179.95"
  })
  void theDateLineAndThePolesAreNoEdges(double lat, double lon, double fromLat, double fromLon) {
    person("ada", Discoverability.EVERYONE, new Point(lat, lon));
    projected();

    assertThat(people(new SearchArea.Circle(new Point(fromLat, fromLon), 25_000))).hasSize(1);
  }

  @Test
  void aBoxReachesAcrossTheDateLine() {
    person("west", Discoverability.EVERYONE, new Point(0, -179.5));
    person("east", Discoverability.EVERYONE, new Point(0, 179.5));
    person("elsewhere", Discoverability.EVERYONE, new Point(0, 0));
    projected();

    assertThat(people(new SearchArea.Box(179, -1, -179, 1)))
        .extracting(NearbyPerson::personId)
        .containsExactlyInAnyOrder("west", "east");
  }

  @ParameterizedTest
  @CsvSource({
    "ada, ada",
    "ADA LOVE, ada",
    "lovelcae, ada",
    "Muller, bob",
    "müller, bob",
    "boardgames, ",
    "board game, ada",
    "schach, bob",
    "Mu\u0308ller, bob",
    "ｂｏｂ, bob",
    "猫, bob",
    "好き, bob",
    "きで, ",
    "été, bob",
    "bob-mueller.example, bob",
    "ada müller, "
  })
  void peopleAreFoundByWordsMisspeltAndWithoutAccents(String words, @Nullable String who) {
    profile("ada", Discoverability.EVERYONE);
    happened(
        new ProfileChanged(
            new PersonId("ada"),
            "Ada Lovelace",
            "Engines",
            Discoverability.EVERYONE,
            List.of(new Tag("board games")),
            NOW));
    happened(new PlaceUpdated(new PersonId("ada"), GRID.cellOf(SQUARE), NOW));
    profile("bob", Discoverability.EVERYONE);
    happened(
        new ProfileChanged(
            new PersonId("bob"),
            "Bob Müller",
            "猫が好き, l’e\u0301te\u0301, see bob-mueller.example/cats",
            Discoverability.EVERYONE,
            List.of(new Tag("schach")),
            NOW));
    happened(new PlaceUpdated(new PersonId("bob"), GRID.cellOf(SQUARE), NOW));
    projected();

    List<NearbyPerson> found =
        search
            .people(
                new NearbyQuery(circle(5_000), words, null, NearbyOrder.DISTANCE, null, 20, NOW),
                me())
            .found();
    assertThat(found)
        .extracting(NearbyPerson::personId)
        .containsExactlyElementsOf(who == null ? List.of() : List.of(who));
  }

  @Test
  void pagesStayStableWhilePeopleMove() {
    Instant earlier = NOW.minusSeconds(60);
    IntStream.range(0, 50)
        .forEach(i -> person("p" + i, Discoverability.EVERYONE, north(100 * i), earlier));
    projected();
    List<String> seen = new ArrayList<>();
    NearbyResultPage<NearbyPerson> page = search.people(query(circle(10_000), null, 10, NOW), me());
    page.found().forEach(person -> seen.add(person.personId()));

    // Some of the people seen move away, and some unseen people move closer.
    Instant meanwhile = NOW.plusSeconds(1);
    for (int i : new int[] {0, 3, 30, 40}) {
      Point to = i < 10 ? north(9_000) : north(0);
      happened(new PlaceUpdated(new PersonId("p" + i), GRID.cellOf(to), meanwhile));
    }
    projected();
    while (page.next() != null) {
      page = search.people(query(circle(10_000), page.next(), 10, meanwhile), me());
      page.found().forEach(person -> seen.add(person.personId()));
    }

    assertThat(seen).doesNotHaveDuplicates();
    Set<String> stayed = new HashSet<>();
    IntStream.range(0, 50).filter(i -> i != 30 && i != 40).forEach(i -> stayed.add("p" + i));
    assertThat(seen).containsExactlyInAnyOrderElementsOf(stayed);
  }

  // --- Gatherings --------------------------------------------------------------------------------

  @Test
  void gatheringsAreFoundByPlaceTimeCategoryAndFreePlaces() {
    GatheringId picnic = gathering("Picnic", north(300), hours(24 * 3 + 1, 3), "food", 1);
    GatheringId tonight = gathering("Chess night", north(900), hours(6, 3), "games", null);
    GatheringId now = gathering("Market", north(1_500), hours(-1, 3), "food", null);
    gathering("Over", north(100), hours(-3, 2), "food", null);
    projected();

    assertThat(gatherings(null, false)).containsExactly(picnic, tonight, now);
    assertThat(gatherings(Occasion.NOW, false)).containsExactly(now);
    assertThat(gatherings(Occasion.TODAY, false)).containsExactly(tonight, now);
    assertThat(gatherings(Occasion.WEEKEND, false)).containsExactly(picnic);
    assertThat(sorted(NearbyOrder.SOONEST)).containsExactly(now, tonight, picnic);
    happened(new GatheringAnswered(picnic, ME, Answer.GOING, 1, 0, NOW));
    projected();
    assertThat(gatherings(null, true)).containsExactly(tonight, now);
    assertThat(
            ids(
                search.gatherings(
                    new NearbyQuery(
                        circle(5_000), null, new Tag("food"), NearbyOrder.DISTANCE, null, 10, NOW),
                    me(),
                    null,
                    false,
                    NOBODY)))
        .containsExactly(picnic, now);
  }

  @Test
  void aGatheringIsShownAsItIsNowAndACancelledOneNotAtAll() {
    GatheringId picnic = gathering("Picnic", north(300), hours(24, 3), "food", 5);
    happened(
        new GatheringChanged(
            picnic, new Announcement("Big picnic", "Cake", null, place(north(700)), 9), true, NOW));
    happened(new GatheringRescheduled(picnic, hours(48, 3), NOW));
    Picture picture =
        new Picture(
            new ImageId("i1"), new ContentHash("0".repeat(64)), ImageFormat.PNG, 40, 30, "cGxhY2U");
    happened(new GatheringPictureChanged(picnic, picture, ME, NOW));
    happened(new GatheringAnswered(picnic, ME, Answer.GOING, 4, 2, NOW));
    projected();

    NearbyGathering found =
        search.gatherings(around(5_000), me(), null, false, NOBODY).found().getFirst();
    assertThat(found.title()).isEqualTo("Big picnic");
    assertThat(found.start()).isEqualTo(hours(48, 3).start());
    assertThat(found.going()).isEqualTo(4);
    assertThat(found.interested()).isEqualTo(2);
    assertThat(found.distance()).isEqualTo(700);
    assertThat(found.picture()).isEqualTo(picture);
    happened(new GatheringCancelled(picnic, NOW));
    projected();
    assertThat(gatherings(null, false)).isEmpty();
  }

  @Test
  void theFittestIsNearAndSoonAndHasTheWords() {
    GatheringId nearLater = gathering("Chess", north(500), hours(24 * 20, 2), null, null);
    GatheringId nearSoon = gathering("Chess", north(600), hours(24, 2), null, null);
    GatheringId far = gathering("Chess", north(40_000), hours(24, 2), null, null);
    projected();

    NearbyQuery first =
        new NearbyQuery(circle(100_000), "ches", null, NearbyOrder.FIT, null, 2, NOW);
    NearbyResultPage<NearbyGathering> page = search.gatherings(first, me(), null, false, NOBODY);
    assertThat(ids(page)).containsExactly(nearSoon, nearLater);
    NearbyQuery second =
        new NearbyQuery(circle(100_000), "ches", null, NearbyOrder.FIT, page.next(), 2, NOW);
    assertThat(ids(search.gatherings(second, me(), null, false, NOBODY))).containsExactly(far);
  }

  @Test
  void gatheringsOfWhomIHaveBlockedAreNotThere() {
    gathering("Picnic", north(300), hours(24, 3), null, null);
    projected();

    NearbyViewer viewer =
        new NearbyViewer(ME, Set.of("host"), Set.of(), Duration.ofDays(1), Duration.ofDays(1));
    assertThat(search.gatherings(around(5_000), viewer, null, false, NOBODY).found()).isEmpty();
  }

  @Test
  void hostsWhoHideLeaveNoTraceInPages() {
    List<GatheringId> others = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      others.add(gathering("Shown " + i, north(200 * i), hours(24, 3), null, null));
      gathering(HIDDEN, "Hidden " + i, north(200 * i + 100), hours(24, 3), null, null);
    }
    projected();

    List<List<GatheringId>> pages = new ArrayList<>();
    NearbyPlace after = null;
    do {
      NearbyResultPage<NearbyGathering> page =
          search.gatherings(
              query(circle(5_000), after, 2, NOW), me(), null, false, HIDDEN.value()::equals);
      pages.add(ids(page));
      after = page.next();
    } while (after != null);
    // The last hit is hidden: no cursor says so.
    assertThat(pages)
        .containsExactly(others.subList(0, 2), others.subList(2, 4), others.subList(4, 5));
    assertThat(
            search
                .gatherings(
                    query(circle(5_000), null, 5, NOW), me(), null, false, HIDDEN.value()::equals)
                .next())
        .isNull();
  }

  // --- Services ----------------------------------------------------------------------------------

  @Test
  void theNearestOpenServicesAreFoundAmongManyThatAreClosed() {
    IntStream.range(0, 150)
        .forEach(i -> service("Closed", north(10 * i), 0, hours("20:00", "22:00")));
    List<ServiceId> open =
        IntStream.range(0, 4)
            .mapToObj(i -> service("Open", north(2_000 + 100 * i), 0, hours("08:00", "18:00")))
            .toList();
    service("Unknown", north(5), 0, null);
    projected();

    List<NearbyService> found =
        search.services(query(circle(10_000), null, 3, NOW), true, NOBODY).found();
    assertThat(found)
        .extracting(NearbyService::serviceId)
        .containsExactlyElementsOf(open.subList(0, 3).stream().map(ServiceId::value).toList());
    assertThat(found).extracting(NearbyService::openNow).containsOnly(true);
  }

  @Test
  void speakersWhoHideLeaveNoTraceInPages() {
    ServiceId near = service("Library", north(100), 0, null);
    service(List.of(HIDDEN), "Hidden", north(200), 0, null);
    ServiceId both = service(List.of(HIDDEN, ME), "Of both", north(300), 0, null);
    service(List.of(HIDDEN), "Hidden", north(400), 0, null);
    projected();

    NearbyResultPage<NearbyService> page =
        search.services(query(circle(5_000), null, 2, NOW), false, HIDDEN.value()::equals);
    assertThat(page.found())
        .extracting(NearbyService::serviceId)
        .containsExactly(near.value(), both.value());
    assertThat(page.found().getLast().speakers()).containsExactly(ME.value());
    assertThat(page.next()).isNull();
  }

  @Test
  void aServiceThatComesIsFoundWhereItServes() {
    ServiceId plumber = service("Plumber", north(30_000), 40_000, null);
    service("Baker", north(30_000), 0, null);
    service("Gardener", north(30_000), 21_000, null);
    projected();

    assertThat(search.services(around(1_000), false, NOBODY).found())
        .extracting(NearbyService::serviceId)
        .containsExactly(plumber.value());
  }

  @Test
  void aServiceIsShownAsItIsNowAndAWithdrawnOneNotAtAll() {
    ServiceId library = service("Library", north(100), 0, hours("08:00", "18:00"));
    happened(
        new ServiceChanged(
            library,
            new Description(
                "Bücherei",
                "Lends books",
                new Tag("library"),
                place(north(200)),
                0,
                hours("20:00", "22:00"),
                null),
            List.of(ME),
            ME,
            NOW));
    projected();

    NearbyService found = search.services(around(1_000), false, NOBODY).found().getFirst();
    assertThat(found.name()).isEqualTo("Bücherei");
    assertThat(found.openNow()).isFalse();
    assertThat(found.hours()).isEqualTo(hours("20:00", "22:00"));
    assertThat(found.speakers()).containsExactly("me");
    assertThat(
            search
                .services(
                    new NearbyQuery(
                        circle(1_000),
                        "bucherie",
                        new Tag("library"),
                        NearbyOrder.DISTANCE,
                        null,
                        5,
                        NOW),
                    false,
                    NOBODY)
                .found())
        .hasSize(1);
    happened(new ServiceWithdrawn(library, ME, NOW));
    projected();
    assertThat(search.services(around(1_000), false, NOBODY).found()).isEmpty();
  }

  // --- Groups ------------------------------------------------------------------------------------

  @Test
  void openGroupsAreFoundWhereTheyWerePut() {
    ConversationId far = group("Chess", true);
    ConversationId near = group("Street", true);
    group("Nowhere", true);
    happened(new GroupPlaceChanged(far, place(north(3_000)), ME, NOW));
    happened(new GroupPlaceChanged(near, new Place(SQUARE.lat(), SQUARE.lon(), "Well"), ME, NOW));
    happened(new GroupPlaceChanged(group("Away", true), place(north(9_000)), ME, NOW));
    happened(new MemberJoined(near, new PersonId("bob"), NOW));
    projected();

    List<NearbyGroup> found = search.groups(around(5_000)).found();
    assertThat(found)
        .extracting(NearbyGroup::conversationId)
        .containsExactly(near.value(), far.value());
    assertThat(found).extracting(NearbyGroup::name).containsExactly("Street", "Chess");
    assertThat(found).extracting(NearbyGroup::distance).containsExactly(0, 3_000);
    assertThat(found.getFirst().place().label()).isEqualTo("Well");
  }

  @Test
  void aGroupIsShownAsItIsNowAndIsGoneOnceItHasNoPlace() {
    ConversationId street = group("Street", true);
    happened(new GroupPlaceChanged(street, place(north(300)), ME, NOW));
    projected();
    happened(new GroupRenamed(street, "Gärtner", ME, NOW));
    happened(new GroupPlaceChanged(street, place(north(700)), ME, NOW));
    projected();

    NearbyQuery named =
        new NearbyQuery(circle(5_000), "gartner", null, NearbyOrder.FIT, null, 5, NOW);
    assertThat(search.groups(named).found()).extracting(NearbyGroup::distance).containsExactly(700);
    happened(new GroupPlaceChanged(street, null, ME, NOW));
    projected();
    assertThat(search.groups(around(5_000)).found()).isEmpty();
  }

  @Test
  void nothingOfAClosedGroupIsInTheIndex() {
    ConversationId board = group("Secret board", false);
    happened(new GroupRenamed(board, "Secret council", ME, NOW));
    projected();

    String stored =
        client
            .ask(elasticsearch ->
                elasticsearch.search(request -> request.index(GroupDocument.ALIAS), Object.class))
            .hits()
            .hits()
            .toString();
    assertThat(stored).contains(board.value()).doesNotContain("ecret");
  }

  @Test
  void pagesOfGroupsFollowEachOther() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ConversationId each = group("Group " + i, true);
      happened(new GroupPlaceChanged(each, place(north(100 * i)), ME, NOW.minusSeconds(60)));
      all.add(each.value());
    }
    projected();

    List<String> seen = new ArrayList<>();
    NearbyPlace after = null;
    do {
      NearbyResultPage<NearbyGroup> page = search.groups(query(circle(5_000), after, 3, NOW));
      page.found().forEach(group -> seen.add(group.conversationId()));
      after = page.next();
    } while (after != null);
    assertThat(seen).containsExactlyElementsOf(all);
  }

  @Test
  void aPlaceInAListIsReadBack() {
    NearbyPlace place = new NearbyPlace(1_780_000_000_000L, 1234.5678, "p1");

    assertThat(NearbyPlace.parse(place.toString())).contains(place);
    assertThat(NearbyPlace.parse("1.2")).isEmpty();
    assertThat(NearbyPlace.parse("x.y.z")).isEmpty();
    assertThat(NearbyPlace.parse("1.7ff8000000000000.p1")).isEmpty();
    assertThat(NearbyPlace.parse("1.0.a*b")).isEmpty();
  }

  // --- Helpers -----------------------------------------------------------------------------------

  private static Point north(double metres) {
    return new Point(SQUARE.lat() + metres * METRE, SQUARE.lon());
  }

  private static Place place(Point point) {
    return new Place(point.lat(), point.lon(), null);
  }

  private static SearchArea circle(double radius) {
    return new SearchArea.Circle(SQUARE, radius);
  }

  private static NearbyQuery around(double radius) {
    return query(circle(radius), null, 50, NOW);
  }

  private static NearbyQuery query(
      SearchArea area, @Nullable NearbyPlace after, int limit, Instant now) {
    return new NearbyQuery(area, null, null, NearbyOrder.DISTANCE, after, limit, now);
  }

  private static NearbyViewer me() {
    return new NearbyViewer(ME, Set.of(), Set.of(), Duration.ofDays(30), Duration.ofDays(1));
  }

  private List<NearbyPerson> people(double radius) {
    return people(circle(radius));
  }

  private List<NearbyPerson> people(SearchArea area) {
    return search.people(query(area, null, 50, NOW), me()).found();
  }

  private List<GatheringId> gatherings(@Nullable Occasion occasion, boolean free) {
    return ids(search.gatherings(around(5_000), me(), occasion, free, NOBODY));
  }

  private List<GatheringId> sorted(NearbyOrder order) {
    return ids(
        search.gatherings(
            new NearbyQuery(circle(5_000), null, null, order, null, 10, NOW),
            me(),
            null,
            false,
            NOBODY));
  }

  private static List<GatheringId> ids(NearbyResultPage<NearbyGathering> found) {
    return found.found().stream().map(each -> new GatheringId(each.gatheringId())).toList();
  }

  private void profile(String id, Discoverability discoverable) {
    happened(new ProfileCreated(new PersonId(id.replace(' ', '-')), new Handle("abc"), id, NOW));
    happened(profileChanged(id, discoverable));
  }

  private static ProfileChanged profileChanged(String id, Discoverability discoverable) {
    return new ProfileChanged(
        new PersonId(id.replace(' ', '-')), id, "", discoverable, List.of(), NOW);
  }

  private void person(String id, Discoverability discoverable, Point point) {
    person(id, discoverable, point, NOW);
  }

  private void person(String id, Discoverability discoverable, Point point, Instant at) {
    profile(id, discoverable);
    happened(new PlaceUpdated(new PersonId(id.replace(' ', '-')), GRID.cellOf(point), at));
  }

  private static Schedule hours(int fromNow, int lasting) {
    Instant start = NOW.plus(Duration.ofHours(fromNow));
    return new Schedule(start, start.plus(Duration.ofHours(lasting)), BERLIN);
  }

  private static OpeningHours hours(String opens, String closes) {
    return new OpeningHours(
        BERLIN,
        List.of(
            new Weekly(
                EnumSet.allOf(DayOfWeek.class), LocalTime.parse(opens), LocalTime.parse(closes))),
        List.of());
  }

  private GatheringId gathering(
      String title,
      Point point,
      Schedule schedule,
      @Nullable String category,
      @Nullable Integer capacity) {
    return gathering(new PersonId("host"), title, point, schedule, category, capacity);
  }

  private GatheringId gathering(
      PersonId host,
      String title,
      Point point,
      Schedule schedule,
      @Nullable String category,
      @Nullable Integer capacity) {
    CommandKey key = new CommandKey("key" + keys++);
    GatheringId id = GatheringId.of(host, key);
    happened(
        new GatheringPublished(
            id,
            key,
            host,
            new Announcement(
                title, "", category == null ? null : new Tag(category), place(point), capacity),
            schedule,
            null,
            NOW.minusSeconds(60)));
    return id;
  }

  private ServiceId service(String name, Point point, int area, @Nullable OpeningHours hours) {
    return service(List.of(ME), name, point, area, hours);
  }

  private ServiceId service(
      List<PersonId> speakers, String name, Point point, int area, @Nullable OpeningHours hours) {
    CommandKey key = new CommandKey("key" + keys++);
    ServiceId id = ServiceId.of(ME, key);
    happened(
        new ServicePublished(
            id,
            key,
            ME,
            new Description(name, "", null, place(point), area, hours, null),
            speakers,
            NOW));
    return id;
  }

  private ConversationId group(String name, boolean open) {
    CommandKey key = new CommandKey("key" + keys++);
    ConversationId id = ConversationId.ofGroup(ME, key);
    happened(new GroupCreated(id, key, ME, name, List.of(ME), open, true, NOW));
    return id;
  }

  private void happened(Object event) {
    log.append(event);
  }

  private void projected() {
    projected(log.all());
  }

  private void projected(List<LoggedEvent> events) {
    IndexProjection projection = NearbyAutoConfiguration.projection(cluster, client, log);
    projection.position(0, 1);
    Projection.Sink sink = projection.newSink();
    sink.load(events);
    events.forEach(sink::apply);
    sink.flush();
    assertThat(sink.pending()).isZero();
    projection.savePosition(0, 1, log.head());
    client.ask(
        elasticsearch -> elasticsearch.indices().refresh(request -> request.index("powow-*")));
  }
}
