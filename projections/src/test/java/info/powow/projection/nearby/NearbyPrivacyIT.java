package info.powow.projection.nearby;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.domain.identity.Handle;
import info.powow.domain.person.Discoverability;
import info.powow.domain.person.OwnConversations;
import info.powow.domain.person.Person;
import info.powow.domain.person.PersonCommand;
import info.powow.domain.person.PersonCommand.ChangeProfile;
import info.powow.domain.person.PersonCommand.CreateProfile;
import info.powow.domain.person.PersonCommand.UpdatePlace;
import info.powow.domain.person.PersonContext;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.person.PersonLimits;
import info.powow.domain.person.PlaceLimits;
import info.powow.domain.person.PlaceOffsets;
import info.powow.domain.place.Cell;
import info.powow.domain.place.Offset;
import info.powow.domain.place.Point;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.MemoryLog;
import info.powow.projection.search.IndexProjection;
import info.powow.projection.search.RunningSearchNode;
import info.powow.projection.search.SearchClient;
import info.powow.projection.search.SearchCluster;
import info.powow.projector.Projection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// An adversary tries to find out where somebody is, with queries that anybody may send: 10,000 of
/// them, from anywhere, each chosen by the previous answers.
///
/// The results are written into docs/privacy.md. The random seed is fixed, so the page shows what
/// this test measured.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NearbyPrivacyIT {
  private static final Path PAGE = Path.of("..", "docs", "privacy.md");
  private static final Path WANTED = Path.of("target", "privacy.md");
  private static final String BEGIN = "<!-- written by NearbyPrivacyIT: begin -->\n";
  private static final String END = "<!-- written by NearbyPrivacyIT: end -->";

  private static final int QUESTIONS = 10_000;
  private static final int CELL = PlaceLimits.DEFAULT.grid().size();

  /// The mean distance from the centre of a square to a point in it, in widths of the square.
  private static final double KNOWING_THE_CELL = 0.3826;

  private static final Point CITY = new Point(52.52, 13.40);
  private static final double METRE = 180 / (Math.PI * 6_371_008.8);
  private static final Instant START = Instant.parse("2026-06-03T06:00:00Z");
  private static final PlaceOffsets NONE = _ -> Offset.NONE;

  private final SearchCluster cluster = new SearchCluster();
  private final SearchClient client = cluster.client(Duration.ofSeconds(20));
  private final NearbySearch search = new NearbySearch(client);
  private final NearbyViewer viewer =
      new NearbyViewer(
          new PersonId("adversary"), Set.of(), Set.of(), Duration.ofDays(30), Duration.ofDays(1));
  private @Nullable RunningSearchNode node;

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

  @Test
  void tenThousandQuestionsFindNobodyCloserThanTheirCell() throws IOException {
    CompletableFuture<Errors> sitting = CompletableFuture.supplyAsync(this::whoSitsStill);
    CompletableFuture<Guesses> without =
        CompletableFuture.supplyAsync(() -> whoWalks("bare", NONE, QUESTIONS / 5));
    Guesses walking = whoWalks("walker", offsets(), QUESTIONS);
    Errors still = sitting.join();
    Guesses bare = without.join();

    String wanted =
        """
        | the adversary's error, in metres | closest | median | mean |
        | --- | --- | --- | --- |
        """
            + still.row("people who sit still: trilaterated, " + number(QUESTIONS) + " questions")
            + walking
                .centre()
                .row(
                    "somebody who walks: the new cell at each change, "
                        + number(QUESTIONS)
                        + " questions")
            + walking.edge().row("the same, guessing the edge between the old and the new cell")
            + bare.edge().row("*the latter, on a bare grid, without secret offsets*")
            + "| *who knows the cell and guesses its centre* | 0 | %d | %d |\n"
                .formatted(round(0.4 * CELL), round(KNOWING_THE_CELL * CELL));
    String page = Files.exists(PAGE) ? Files.readString(PAGE) : BEGIN + END;
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    String written = page.substring(0, begin) + wanted + page.substring(page.indexOf(END));
    Files.createDirectories(WANTED.getParent());
    Files.writeString(WANTED, written);

    // As good as knowing the cell, and no better.
    assertThat(still.mean()).isGreaterThan(0.9 * KNOWING_THE_CELL * CELL);
    assertThat(walking.centre().mean()).isGreaterThan(0.9 * KNOWING_THE_CELL * CELL);
    assertThat(walking.edge().mean()).isGreaterThan(0.9 * KNOWING_THE_CELL * CELL);
    // Shows that this test can detect a leak.
    assertThat(bare.edge().mean()).isLessThan(0.8 * KNOWING_THE_CELL * CELL);
    assertThat(PAGE)
        .as("docs/privacy.md; when the rules have changed on purpose: cp %s docs/", WANTED)
        .hasContent(written);
  }

  // --- Targets -----------------------------------------------------------------------------------

  /// Locates each of many people by bisecting the distance from three places.
  private Errors whoSitsStill() {
    Adversary adversary = new Adversary();
    Random random = new Random(1);
    Errors errors = new Errors();
    int number = 0;
    while (adversary.asked < QUESTIONS) {
      Target target = new Target("still-%04d".formatted(number++), offsets());
      Point home = scattered(random, CITY, 5_000);
      target.isAt(home, START);
      project(target);

      Point guess = adversary.trilaterated(target, START, 10_000);
      Cell cell = target.published();
      assertThat(guess.distanceTo(cell.centre()))
          .as("the attack is as good as can be")
          .isLessThan(5);
      errors.add(guess.distanceTo(home));
    }
    return errors;
  }

  /// Somebody walks from place to place. The adversary checks every ten seconds whether they are
  /// still in the same cell, and guesses when that changes.
  private Guesses whoWalks(String name, PlaceOffsets offsets, int questions) {
    Adversary adversary = new Adversary();
    Random random = new Random(2);
    Guesses guesses = new Guesses(new Errors(), new Errors());
    Target target = new Target(name, offsets);
    Walk walk = new Walk(random, CITY);
    Instant now = START;
    target.isAt(walk.at(), now);
    project(target);
    Point known = adversary.trilaterated(target, now, 20_000);
    while (adversary.asked < questions) {
      now = now.plusSeconds(10);
      walk.on(14);
      if (target.isAt(walk.at(), now)) {
        project(target);
      }
      if (!adversary.isWithin(target, known, 20, now)) {
        Point before = known;
        known = adversary.trilaterated(target, now, 20_000);
        guesses.centre().add(known.distanceTo(walk.at()));
        Point edge = new Point((before.lat() + known.lat()) / 2, (before.lon() + known.lon()) / 2);
        guesses.edge().add(edge.distanceTo(walk.at()));
      }
    }
    return guesses;
  }

  /// The adversary's guesses about somebody who has just changed cells.
  ///
  /// @param centre guess: the centre of the new cell
  /// @param edge guess: the edge between the two cells
  private record Guesses(Errors centre, Errors edge) {}

  /// A target, whose places are decided by the real domain code.
  private static final class Target {
    private final PersonId id;
    private final PlaceOffsets offsets;
    private final MemoryLog log = new MemoryLog();
    private Person state = Person.unknown();

    Target(String name, PlaceOffsets offsets) {
      this.id = new PersonId(name);
      this.offsets = offsets;
      asks(new CreateProfile(id, new Handle("target"), name), START);
      asks(new ChangeProfile(id, null, null, Discoverability.EVERYONE, null), START);
    }

    /// @return whether the place is disclosed
    boolean isAt(Point point, Instant now) {
      return asks(new UpdatePlace(id, point), now);
    }

    private boolean asks(PersonCommand command, Instant now) {
      List<PersonEvent> events =
          Person.decide(
              state,
              command,
              new PersonContext(
                  PersonLimits.DEFAULT,
                  PlaceLimits.DEFAULT,
                  offsets,
                  (_, _) -> Optional.empty(),
                  OwnConversations.NONE,
                  now));
      for (PersonEvent event : events) {
        log.append(event);
        state = Person.evolve(state, event);
      }
      return !events.isEmpty();
    }

    Cell published() {
      if (state instanceof Person.Known known && known.seen() != null) {
        return known.seen().cell();
      }
      throw new IllegalStateException("not known to be anywhere");
    }
  }

  /// A separate offset for each person, as on the server.
  private static PlaceOffsets offsets() {
    return person -> {
      Random random = new Random(31L * person.value().hashCode());
      return new Offset(random.nextDouble() - 0.5, random.nextDouble() - 0.5);
    };
  }

  private static Point scattered(Random random, Point around, double metres) {
    return moved(
        around, (2 * random.nextDouble() - 1) * metres, (2 * random.nextDouble() - 1) * metres);
  }

  private static Point moved(Point from, double north, double east) {
    return new Point(
        from.lat() + north * METRE,
        from.lon() + east * METRE / Math.cos(Math.toRadians(from.lat())));
  }

  /// A walk from one random place to the next.
  private static final class Walk {
    private final Random random;
    private final Point around;
    private Point at;
    private Point to;

    Walk(Random random, Point around) {
      this.random = random;
      this.around = around;
      this.at = scattered(random, around, 5_000);
      this.to = scattered(random, around, 5_000);
    }

    Point at() {
      return at;
    }

    void on(double metres) {
      double left = at.distanceTo(to);
      if (left <= metres) {
        at = to;
        to = scattered(random, around, 5_000);
      } else {
        double part = metres / left;
        at =
            new Point(
                at.lat() + part * (to.lat() - at.lat()), at.lon() + part * (to.lon() - at.lon()));
      }
    }
  }

  // --- The adversary -----------------------------------------------------------------------------

  private final class Adversary {
    private int asked;

    boolean isWithin(Target target, Point centre, int radius, Instant now) {
      asked++;
      NearbyQuery query =
          new NearbyQuery(
              new SearchArea.Circle(centre, radius),
              target.id.value(),
              null,
              NearbyOrder.DISTANCE,
              null,
              50,
              now);
      return search.people(query, viewer).found().stream()
          .anyMatch(person -> person.personId().equals(target.id.value()));
    }

    /// The distance to the target to the metre, as found by bisecting the radius.
    private double distance(Target target, Point from, Instant now, int atMost) {
      int within = atMost;
      int beyond = 0;
      while (within - beyond > 1) {
        int middle = (within + beyond) / 2;
        if (isWithin(target, from, middle, now)) {
          within = middle;
        } else {
          beyond = middle;
        }
      }
      return within - 0.5;
    }

    /// The point with the measured distances from three places: computed in the plane, and then
    /// twice more from closer points, where the plane fits better.
    Point trilaterated(Target target, Instant now, int atMost) {
      Point guess = CITY;
      int reach = atMost;
      for (int arm : new int[] {2_000, 300, 40}) {
        double here = distance(target, guess, now, reach);
        double north = distance(target, moved(guess, arm, 0), now, reach);
        double east = distance(target, moved(guess, 0, arm), now, reach);
        double y = (here * here - north * north + (double) arm * arm) / (2.0 * arm);
        double x = (here * here - east * east + (double) arm * arm) / (2.0 * arm);
        guess = moved(guess, y, x);
        reach = Math.max(200, arm * 2);
      }
      return guess;
    }
  }

  private void project(Target target) {
    IndexProjection projection = NearbyAutoConfiguration.projection(cluster, client, target.log);
    projection.position(0, 1);
    Projection.Sink sink = projection.newSink();
    List<LoggedEvent> events = target.log.all();
    sink.load(events);
    events.forEach(sink::apply);
    sink.flush();
    projection.savePosition(0, 1, target.log.head());
    search.refresh();
  }

  // --- Results -----------------------------------------------------------------------------------

  private static final class Errors {
    private final List<Double> metres = new ArrayList<>();

    void add(double error) {
      metres.add(error);
    }

    double mean() {
      return metres.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    String row(String what) {
      List<Double> sorted = metres.stream().sorted().toList();
      return "| %s | %d | %d | %d |\n"
          .formatted(
              what + " (" + number(sorted.size()) + " guesses)",
              round(sorted.getFirst()),
              round(sorted.get(sorted.size() / 2)),
              round(mean()));
    }
  }

  private static String number(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static long round(double metres) {
    return Math.round(metres / 10) * 10;
  }
}
