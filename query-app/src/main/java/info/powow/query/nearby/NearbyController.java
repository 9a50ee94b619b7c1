package info.powow.query.nearby;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.gathering.Occasion;
import info.powow.domain.nearby.NearbyGathering;
import info.powow.domain.nearby.NearbyGroup;
import info.powow.domain.nearby.NearbyPerson;
import info.powow.domain.nearby.NearbyService;
import info.powow.domain.place.Cell;
import info.powow.domain.place.Point;
import info.powow.http.CursorCodec;
import info.powow.http.CursorScope;
import info.powow.identity.SignedIn;
import info.powow.projection.nearby.NearbyOrder;
import info.powow.projection.nearby.NearbyPlace;
import info.powow.projection.nearby.NearbyQuery;
import info.powow.projection.nearby.NearbyResultPage;
import info.powow.projection.nearby.SearchArea;
import info.powow.query.Paging;
import info.powow.query.WaitsForViews;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// People, gatherings, services and open groups nearby.
@WaitsForViews
@RestController
@RequestMapping("/api/nearby")
@Tag(name = "Nearby")
class NearbyController {
  private static final int USUAL = 20;
  private static final int MOST = 50;
  private static final int USUAL_RADIUS = 5_000;
  private static final int WIDEST = 100_000;
  private static final int WIDEST_BOX = 4 * WIDEST;
  private static final int LONGEST_QUESTION = 200;

  private final NearbyFinder around;
  private final Duration expires;
  private final CursorCodec cursors;
  private final Clock clock;

  NearbyController(
      NearbyFinder around, NearbyProperties properties, CursorCodec cursors, Clock clock) {
    this.cursors = cursors;
    this.around = around;
    this.expires = properties.expires();
    this.clock = clock;
  }

  /// The parameters of a nearby query.
  ///
  /// @param lat -90 to 90; with `lon`, or else `bbox`
  /// @param lon -180 to 180
  /// @param radius in metres, 1 to 100,000; 5,000 by default
  /// @param bbox `west,south,east,north` in degrees, as in GeoJSON; west may be greater than east
  /// @param q words that must match, 1 to 200 characters
  /// @param limit 1 to 50
  record Look(
      @Nullable Double lat,
      @Nullable Double lon,
      @Parameter(description = "In metres, 1 to 100,000") @Nullable Integer radius,
      @Nullable List<Double> bbox,
      @Parameter(description = "1 to 200 characters") @Nullable String q,
      @Nullable String cursor,
      @Parameter(description = "1 to 50") @Nullable Integer limit) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "NearbyPeople")
  record People(List<NearbyPerson> people, @Nullable String cursor) {}

  @Operation(
      summary = "People who let me find them, the nearest first",
      description =
          """
          Where people are is known by a cell of some hundred metres only; `distance` is a step in metres (500, 1000, \
          2000, 5000 …) that their cell is within. Not `recent` is who has not said where they are for a day. \
          A private chat with one of them is opened by `personId`. Page by the `cursor` of the answer before.\
          """)
  @GetMapping("/people")
  People people(@Parameter(hidden = true) SignedIn me, Look look) {
    CursorScope scope = scope(me, "people", look);
    NearbyResultPage<NearbyPerson> found =
        around.people(me.person(), query(look, null, NearbyOrder.DISTANCE, scope));
    return new People(found.found(), cursor(found, scope));
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "NearbyGatherings")
  record Gatherings(List<NearbyGathering> gatherings, @Nullable String cursor) {}

  @Operation(
      summary = "Gatherings that are not over",
      description =
          """
          `when` is on the clocks of the place of each; the weekend is Saturday and Sunday. A page may be shorter than \
          `limit`; there are more as long as there is a `cursor`.\
          """)
  @GetMapping("/gatherings")
  Gatherings gatherings(
      @Parameter(hidden = true) SignedIn me,
      Look look,
      @RequestParam(required = false) @Nullable String category,
      @Parameter(description = "`now`, `today` or `weekend`") @RequestParam(required = false)
          @Nullable String when,
      @Parameter(description = "only those with a place to take")
          @RequestParam(defaultValue = "false")
          boolean free,
      @Parameter(description = "`distance`, `soonest` or `fit`")
          @RequestParam(defaultValue = "distance")
          String sort) {
    NearbyOrder order =
        switch (sort) {
          case "distance" -> NearbyOrder.DISTANCE;
          case "soonest" -> NearbyOrder.SOONEST;
          case "fit" -> NearbyOrder.FIT;
          default -> throw another("sort", "distance, soonest or fit");
        };
    CursorScope scope = scope(me, "gatherings", look, category, when, free, sort);
    NearbyResultPage<NearbyGathering> found =
        around.gatherings(me.person(), query(look, category, order, scope), occasion(when), free);
    return new Gatherings(found.found(), cursor(found, scope));
  }

  private static @Nullable Occasion occasion(@Nullable String when) {
    if (when == null) {
      return null;
    }
    return switch (when) {
      case "now" -> Occasion.NOW;
      case "today" -> Occasion.TODAY;
      case "weekend" -> Occasion.WEEKEND;
      default -> throw another("when", "now, today or weekend");
    };
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "NearbyServices")
  record Services(List<NearbyService> services, @Nullable String cursor) {}

  @Operation(
      summary = "Public services that are there, or come there",
      description =
          """
          A page may be shorter than `limit`; there are more as long as there is a `cursor`. A private chat with the \
          first of the `speakers` writes to the service.\
          """)
  @GetMapping("/services")
  Services services(
      @Parameter(hidden = true) SignedIn me,
      Look look,
      @RequestParam(required = false) @Nullable String category,
      @Parameter(description = "only those that are open now") @RequestParam(defaultValue = "false")
          boolean open,
      @Parameter(description = "`distance` or `fit`") @RequestParam(defaultValue = "distance")
          String sort) {
    NearbyOrder order = distanceOrFit(sort);
    CursorScope scope = scope(me, "services", look, category, open, sort);
    NearbyResultPage<NearbyService> found =
        around.services(me.person(), query(look, category, order, scope), open);
    return new Services(found.found(), cursor(found, scope));
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "NearbyGroups")
  record Groups(List<NearbyGroup> groups, @Nullable String cursor) {}

  @Operation(
      summary = "Open groups that have a place",
      description =
          """
          Anybody may join them. Those that I am a member of are among them, and those that I am banned from are not. A \
          page may be shorter than `limit`; there are more as long as there is a `cursor`.\
          """)
  @GetMapping("/groups")
  Groups groups(
      @Parameter(hidden = true) SignedIn me,
      Look look,
      @Parameter(description = "`distance` or `fit`") @RequestParam(defaultValue = "distance")
          String sort) {
    NearbyOrder order = distanceOrFit(sort);
    CursorScope scope = scope(me, "groups", look, sort);
    NearbyResultPage<NearbyGroup> found =
        around.groups(me.person(), query(look, null, order, scope));
    return new Groups(found.found(), cursor(found, scope));
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "MyPlace")
  record MyPlace(@Nullable Cell place) {}

  @Operation(
      summary = "The cell in which others take me to be",
      description = "Without `place` where that is not known, or not any more.")
  @GetMapping("/me")
  MyPlace mine(@Parameter(hidden = true) SignedIn me) {
    return new MyPlace(around.cellOf(me.person(), clock.instant().minus(expires)));
  }

  private static NearbyOrder distanceOrFit(String sort) {
    return switch (sort) {
      case "distance" -> NearbyOrder.DISTANCE;
      case "fit" -> NearbyOrder.FIT;
      default -> throw another("sort", "distance or fit");
    };
  }

  private static CursorScope scope(
      SignedIn me, String kind, Look look, @Nullable Object... question) {
    Object[] where = {look.lat(), look.lon(), look.radius(), look.bbox(), look.q()};
    return CursorScope.of(
        me.person(),
        "nearby " + kind,
        Stream.concat(Arrays.stream(where), Arrays.stream(question)).toArray());
  }

  private NearbyQuery query(
      Look look, @Nullable String category, NearbyOrder order, CursorScope scope) {
    return new NearbyQuery(
        area(look),
        words(look.q()),
        category == null ? null : new info.powow.domain.Tag(category),
        order,
        look.cursor() == null
            ? null
            : NearbyPlace.parse(cursors.open(scope, look.cursor()))
                .orElseThrow(() -> Rejected.at("cursor", Reason.INVALID_CURSOR)),
        Paging.limit(look.limit(), USUAL, MOST),
        clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private static SearchArea area(Look look) {
    if (look.bbox() != null) {
      if (look.lat() != null || look.lon() != null || look.radius() != null) {
        throw Rejected.field("bbox", "either bbox, or lat, lon and radius", "both");
      }
      return box(look.bbox());
    }
    int radius = look.radius() == null ? USUAL_RADIUS : look.radius();
    if (radius < 1 || radius > WIDEST) {
      throw another("radius", "metres from 1 to " + WIDEST);
    }
    return new SearchArea.Circle(
        new Point(required("lat", look.lat()), required("lon", look.lon())), radius);
  }

  private static SearchArea box(List<Double> bbox) {
    if (bbox.size() != 4 || bbox.contains(null)) {
      throw another("bbox", "west,south,east,north");
    }
    Point southWest = new Point(bbox.get(1), bbox.get(0));
    Point northEast = new Point(bbox.get(3), bbox.get(2));
    SearchArea.Box box =
        new SearchArea.Box(southWest.lon(), southWest.lat(), northEast.lon(), northEast.lat());
    if (southWest.lat() > northEast.lat() || box.diagonal() > WIDEST_BOX) {
      throw another("bbox", "south before north, and at most 400 km across");
    }
    return box;
  }

  private static @Nullable String words(@Nullable String q) {
    if (q == null) {
      return null;
    }
    String words = q.strip();
    if (words.isEmpty() || words.length() > LONGEST_QUESTION) {
      throw another("q", "words of 1 to " + LONGEST_QUESTION + " characters");
    }
    return words;
  }

  private @Nullable String cursor(NearbyResultPage<?> found, CursorScope scope) {
    return found.next() == null ? null : cursors.seal(scope, found.next().toString());
  }

  private static double required(String name, @Nullable Double value) {
    if (value == null) {
      throw Rejected.field(name, "a number, or else bbox", "absent");
    }
    return value;
  }

  private static Rejected another(String name, String expected) {
    return Rejected.field(name, expected, "another value");
  }
}
