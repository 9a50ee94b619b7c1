package info.powow.command.person;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.domain.identity.Handle;
import info.powow.domain.person.OwnConversations;
import info.powow.domain.person.Person;
import info.powow.domain.person.PersonCommand.UpdatePlace;
import info.powow.domain.person.PersonContext;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.person.PersonEvent.PlaceUpdated;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.domain.person.PersonLimits;
import info.powow.domain.person.PlaceLimits;
import info.powow.domain.place.Cell;
import info.powow.domain.place.Grid;
import info.powow.domain.place.Point;
import info.powow.identity.InstallationSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Attackers observe people for a year and know everything that is disclosed: each cell, and when.
/// They also know the rules, the accuracy of positions, walking speeds, from where people come
/// home, and when they arrive. How close do they get to the homes?
///
/// People come home from every side, stay away for weeks, and report during the night. The server
/// restarts every month. Homes are anywhere in a cell, including at edges and corners.
///
/// The same attackers are also tried on rules known to be bad, to prove that they are capable.
class YearOfCommutingTest {
  private static final long SEED = 20_260_603;
  private static final int DAYS = 365;
  private static final int ACROSS = 10;
  private static final int HOMES = ACROSS * ACROSS;
  private static final Grid GRID = PlaceLimits.DEFAULT.grid();
  private static final double CELL = GRID.size();
  private static final double METRE = 180 / (Math.PI * 6_371_008.8);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /// Standard deviation of a reported position on each axis, in metres.
  private static final double INEXACT = 15;

  private static final double METRES_A_SECOND = 1.4;
  private static final int WALK = 1_200;
  private static final int SECONDS_BETWEEN_REPORTS = 15;

  /// The mean distance of a point in a square from its centre, in widths of the square: the error
  /// of guessing the centre of a known cell.
  private static final double OF_A_CELL = 0.3826;

  /// In metres from the centre of the neighbourhood.
  private record Spot(double east, double north) {
    double distanceTo(Spot other) {
      return Math.hypot(east - other.east, north - other.north);
    }

    Spot plus(double moreEast, double moreNorth) {
      return new Spot(east + moreEast, north + moreNorth);
    }
  }

  /// The south-west corner of a cell. The neighbourhood is small enough to be treated as flat.
  private static final Point CORNER;

  private static final double COLUMN;
  private static final double ROW;

  static {
    Cell cell = GRID.cellOf(new Point(52.52, 13.40));
    double row = edge(cell, 1, 0);
    double column = edge(cell, 0, 1);
    CORNER = new Point(cell.lat() - row, cell.lon() - column);
    ROW = 2 * row / METRE;
    COLUMN = 2 * column * Math.cos(Math.toRadians(cell.lat())) / METRE;
  }

  /// The distance of a cell's edge from its centre, in degrees.
  private static double edge(Cell cell, int north, int east) {
    double inside = 0;
    double outside = 0.02;
    for (int i = 0; i < 40; i++) {
      double middle = (inside + outside) / 2;
      boolean within =
          GRID.cellOf(new Point(cell.lat() + north * middle, cell.lon() + east * middle))
              .equals(cell);
      inside = within ? middle : inside;
      outside = within ? outside : middle;
    }
    return inside;
  }

  private static Point point(Spot spot) {
    return new Point(
        CORNER.lat() + spot.north() * METRE,
        CORNER.lon() + spot.east() * METRE / Math.cos(Math.toRadians(CORNER.lat())));
  }

  private static Spot spot(Point point) {
    return new Spot(
        (point.lon() - CORNER.lon()) / METRE * Math.cos(Math.toRadians(CORNER.lat())),
        (point.lat() - CORNER.lat()) / METRE);
  }

  // --- Disclosure
  // ----------------------------------------------------------------------------------

  /// A rule that decides which places are disclosed.
  private interface Rule {
    /// The cell disclosed for a report; null if none.
    @Nullable Cell report(Point point, Instant now);

    void restart();
  }

  private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);

  /// The rule of the server.
  private static class Server implements Rule {
    private final PersonId person;
    private KeyedPlaceOffsets offsets;
    private Person state;

    Server(String name) {
      person = new PersonId(name);
      offsets = offsets();
      state =
          Person.evolve(
              Person.unknown(), new ProfileCreated(person, new Handle("target"), name, START));
    }

    KeyedPlaceOffsets offsets() {
      return new KeyedPlaceOffsets(InstallationSecret.of(SECRET, null));
    }

    @Override
    public void restart() {
      offsets = offsets();
    }

    @Override
    public @Nullable Cell report(Point point, Instant now) {
      List<PersonEvent> events =
          Person.decide(
              state,
              new UpdatePlace(person, point),
              new PersonContext(
                  PersonLimits.DEFAULT,
                  PlaceLimits.DEFAULT,
                  offsets,
                  (_, _) -> Optional.empty(),
                  OwnConversations.NONE,
                  now));
      Cell known = null;
      for (PersonEvent event : events) {
        state = Person.evolve(state, event);
        known = ((PlaceUpdated) event).cell();
      }
      return known;
    }
  }

  /// A server that loses its secret with each restart.
  private static final class Forgetful extends Server {
    private int restarts;

    Forgetful(String name) {
      super(name);
    }

    @Override
    KeyedPlaceOffsets offsets() {
      byte[] secret = new byte[32];
      secret[0] = (byte) ++restarts;
      return new KeyedPlaceOffsets(
          InstallationSecret.of(Base64.getEncoder().encodeToString(secret), null));
    }
  }

  /// An earlier rule: a person stays in a cell until they are outside it by a margin.
  private static final class Margin implements Rule {
    private final Function<Cell, Double> margin;
    private @Nullable Cell cell;
    private Instant since = Instant.MIN;
    private double current;

    /// @param margin the margin for leaving a newly disclosed cell, in widths of a cell
    Margin(Function<Cell, Double> margin) {
      this.margin = margin;
    }

    @Override
    public void restart() {}

    @Override
    public @Nullable Cell report(Point point, Instant now) {
      Cell here = GRID.cellOf(point);
      if (cell != null && now.isBefore(since.plus(Duration.ofMinutes(1)))) {
        return null;
      }
      if (cell != null) {
        Spot from = spot(cell.centre());
        Spot at = spot(point);
        double beyond =
            Math.max(
                Math.abs(at.east() - from.east()) - COLUMN / 2,
                Math.abs(at.north() - from.north()) - ROW / 2);
        if (beyond <= current * CELL || here.equals(cell)) {
          return null;
        }
      }
      cell = here;
      since = now;
      current = margin.apply(here);
      return here;
    }
  }

  // --- Simulation of a year
  // ------------------------------------------------------------------------

  private enum Side {
    NORTH(0, 1),
    EAST(1, 0),
    SOUTH(0, -1),
    WEST(-1, 0);

    private final int east;
    private final int north;

    Side(int east, int north) {
      this.east = east;
      this.north = north;
    }
  }

  /// One evening on which somebody came home.
  ///
  /// @param from the side from which they came
  /// @param before the cell disclosed until the last crossing
  /// @param crossed seconds from the disclosure of the last cell to the arrival; negative if
  ///     nothing was crossed
  /// @param night the cell disclosed in the end
  private record Evening(Side from, Cell before, double crossed, Cell night) {}

  private record Year(Spot home, List<Evening> evenings, Map<Cell, Integer> nights) {
    Cell usual() {
      return nights.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }
  }

  private static Year live(Spot home, Rule rule, RandomGenerator random) {
    List<Evening> evenings = new ArrayList<>();
    Map<Cell, Integer> nights = new LinkedHashMap<>();
    for (int day = 0; day < DAYS; day++) {
      if (day % 30 == 17) {
        rule.restart();
      }
      // Two weeks away in summer and at the end of the year, and an occasional day off.
      if ((day >= 180 && day < 195) || day >= 350 || random.nextInt(12) == 0) {
        continue;
      }
      Side from = Side.values()[random.nextInt(4)];
      Instant now =
          START.plus(Duration.ofDays(day)).plusSeconds(17 * 3_600 + random.nextInt(7_200));
      Instant told = now;
      Cell before = null;
      Cell known = null;
      for (double left = WALK; left > 0; left -= METRES_A_SECOND * SECONDS_BETWEEN_REPORTS) {
        Cell cell =
            rule.report(
                point(inexact(home.plus(from.east * left, from.north * left), random)), now);
        if (cell != null && !cell.equals(known)) {
          before = known;
          known = cell;
          told = now;
        }
        now = now.plusSeconds(SECONDS_BETWEEN_REPORTS);
      }
      Instant arrived = now;
      boolean crossed = before != null;
      for (int hours : new int[] {0, 1, 3, 6, 9, 12, 13}) {
        Cell cell =
            rule.report(point(inexact(home, random)), arrived.plus(Duration.ofHours(hours)));
        known = cell == null ? known : cell;
        if (known != null) {
          nights.merge(known, 1, Integer::sum);
        }
      }
      if (known != null) {
        evenings.add(
            new Evening(
                from,
                before == null ? known : before,
                crossed ? Duration.between(told, arrived).toSeconds() : -1,
                known));
      }
      // Leaves for a distant place.
      rule.report(
          point(home.plus(20_000 * from.east, 20_000 * from.north)),
          arrived.plus(Duration.ofHours(14)));
    }
    return new Year(home, evenings, nights);
  }

  private static Spot inexact(Spot at, RandomGenerator random) {
    return at.plus(random.nextGaussian() * INEXACT, random.nextGaussian() * INEXACT);
  }

  /// Homes all over one cell, some of them next to its edges and corners.
  private static Spot home(int number, RandomGenerator random) {
    double east = (number % ACROSS + random.nextDouble()) / ACROSS;
    double north = (number / ACROSS + random.nextDouble()) / ACROSS;
    return new Spot(east * COLUMN, north * ROW);
  }

  // --- The attackers
  // -------------------------------------------------------------------------------

  private static Spot centre(Cell cell) {
    return spot(cell.centre());
  }

  private static Spot usual(Year year) {
    return centre(year.usual());
  }

  /// The mean of everything disclosed at night.
  private static Spot mean(Year year) {
    double east = 0;
    double north = 0;
    int all = 0;
    for (var night : year.nights().entrySet()) {
      east += centre(night.getKey()).east() * night.getValue();
      north += centre(night.getKey()).north() * night.getValue();
      all += night.getValue();
    }
    return new Spot(east / all, north / all);
  }

  /// Counts, for each side, the evenings on which the person ended in the farthest cell reached
  /// from there, and takes the share as the depth of their home in it.
  private static Spot counted(Year year) {
    return new Spot(
        counted(year, Side.WEST, Side.EAST, Spot::east, COLUMN),
        counted(year, Side.SOUTH, Side.NORTH, Spot::north, ROW));
  }

  private static double counted(
      Year year, Side low, Side high, Function<Spot, Double> axis, double width) {
    double lowest = share(year, low, axis);
    double highest = share(year, high, axis);
    return (lowest + highest) / 2;
  }

  /// The mean on one axis over the evenings from one side.
  private static double share(Year year, Side side, Function<Spot, Double> axis) {
    return year.evenings().stream()
        .filter(evening -> evening.from() == side)
        .mapToDouble(evening -> axis.apply(centre(evening.night())))
        .average()
        .orElse(0);
  }

  /// Knows when they crossed into the last cell, that they walked straight home, and when they
  /// arrived.
  private static Spot timed(Year year) {
    double[] sum = new double[2];
    int[] count = new int[2];
    for (Evening evening : year.evenings()) {
      if (evening.crossed() < 0 || evening.before().equals(evening.night())) {
        continue;
      }
      double walked = evening.crossed() * METRES_A_SECOND;
      Spot to = centre(evening.night());
      boolean eastWest = evening.from().east != 0;
      // Starts at the edge of the last cell and goes towards home.
      double at =
          eastWest
              ? to.east() + evening.from().east * (COLUMN / 2 - walked)
              : to.north() + evening.from().north * (ROW / 2 - walked);
      sum[eastWest ? 0 : 1] += at;
      count[eastWest ? 0 : 1]++;
    }
    Spot usual = usual(year);
    return new Spot(
        count[0] == 0 ? usual.east() : sum[0] / count[0],
        count[1] == 0 ? usual.north() : sum[1] / count[1]);
  }

  /// The maximum likelihood estimate from the frequencies of rows and columns at night and the
  /// accuracy of positions, assuming no offset: somebody between two cells lives at their edge.
  private static Spot likely(Year year) {
    Map<Double, Integer> columns = new LinkedHashMap<>();
    Map<Double, Integer> rows = new LinkedHashMap<>();
    year.nights()
        .forEach((cell, nights) -> {
          columns.merge(centre(cell).east(), nights, Integer::sum);
          rows.merge(centre(cell).north(), nights, Integer::sum);
        });
    Spot usual = usual(year);
    return new Spot(
        posteriorMean(
            usual.east() - CELL, usual.east() + CELL, at -> logLikely(columns, at, COLUMN)),
        posteriorMean(usual.north() - CELL, usual.north() + CELL, at -> logLikely(rows, at, ROW)));
  }

  private static double logLikely(Map<Double, Integer> seen, double at, double width) {
    double sum = 0;
    for (var each : seen.entrySet()) {
      double p =
          normal((each.getKey() + width / 2 - at) / INEXACT)
              - normal((each.getKey() - width / 2 - at) / INEXACT);
      sum += each.getValue() * Math.log(Math.max(p, 1e-3));
    }
    return sum;
  }

  /// Uses two accounts of the same person and the probabilities of the disclosed cells for each
  /// place.
  private static Spot joined(List<Year> accounts) {
    List<Spot> usual = accounts.stream().map(YearOfCommutingTest::usual).toList();
    Spot first = usual.getFirst();
    return new Spot(
        posteriorMean(
            first.east() - CELL,
            first.east() + CELL,
            at -> usual.stream().mapToDouble(it -> logTent(it.east() - at, COLUMN)).sum()),
        posteriorMean(
            first.north() - CELL,
            first.north() + CELL,
            at -> usual.stream().mapToDouble(it -> logTent(it.north() - at, ROW)).sum()));
  }

  private static double logTent(double apart, double width) {
    return Math.log(Math.max(1e-9, 1 - Math.abs(apart) / width));
  }

  /// Knows four other frequent places of a person to the metre, and so part of their offset.
  private static Spot knowsOtherPlaces(Year year, Rule rule, RandomGenerator random) {
    double[] low = {-0.5, -0.5};
    double[] high = {0.5, 0.5};
    Instant now = START.plus(Duration.ofDays(2 * DAYS));
    for (int i = 0; i < 4; i++) {
      Spot known = new Spot(random.nextDouble() * 20_000, random.nextDouble() * 20_000);
      now = now.plus(Duration.ofHours(7));
      Spot told = centre(Objects.requireNonNull(rule.report(point(known), now)));
      narrow(low, high, 0, (told.east() - known.east()) / COLUMN);
      narrow(low, high, 1, (told.north() - known.north()) / ROW);
    }
    Spot usual = usual(year);
    return usual.plus(-(low[0] + high[0]) / 2 * COLUMN, -(low[1] + high[1]) / 2 * ROW);
  }

  /// The position plus the offset is within half a cell of the centre.
  private static void narrow(double[] low, double[] high, int axis, double centre) {
    low[axis] = Math.max(low[axis], centre - 0.5);
    high[axis] = Math.min(high[axis], centre + 0.5);
  }

  private static double posteriorMean(double from, double to, DoubleUnaryOperator logDensity) {
    int steps = 200;
    double[] density = new double[steps];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < steps; i++) {
      density[i] = logDensity.applyAsDouble(from + (to - from) * (i + 0.5) / steps);
      most = Math.max(most, density[i]);
    }
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < steps; i++) {
      double p = Math.exp(density[i] - most);
      sum += p * (from + (to - from) * (i + 0.5) / steps);
      weight += p;
    }
    return sum / weight;
  }

  /// The distribution function of the standard normal distribution (Abramowitz and Stegun 26.2.17).
  private static double normal(double x) {
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double tail =
        Math.exp(-x * x / 2)
            / Math.sqrt(2 * Math.PI)
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return x >= 0 ? 1 - tail : tail;
  }

  // --- Results
  // -------------------------------------------------------------------------------------

  private enum Attack {
    CENTRE_OF_THE_USUAL_CELL,
    MEAN,
    COUNTED,
    TIMED,
    LIKELY
  }

  private static Map<Attack, Double> errors(List<Year> years) {
    Map<Attack, Double> errors = new EnumMap<>(Attack.class);
    for (Attack attack : Attack.values()) {
      errors.put(
          attack,
          error(
              years,
              year ->
                  switch (attack) {
                    case CENTRE_OF_THE_USUAL_CELL -> usual(year);
                    case MEAN -> mean(year);
                    case COUNTED -> counted(year);
                    case TIMED -> timed(year);
                    case LIKELY -> likely(year);
                  }));
    }
    return errors;
  }

  /// The mean error, relative to that of guessing the centre of a known cell.
  private static double error(List<Year> years, Function<Year, Spot> guess) {
    return years.stream()
            .mapToDouble(year -> guess.apply(year).distanceTo(year.home()))
            .average()
            .orElseThrow()
        / (OF_A_CELL * CELL);
  }

  private static List<Year> years(Function<Integer, Rule> rule) {
    return IntStream.range(0, HOMES)
        .parallel()
        .mapToObj(number -> {
          RandomGenerator random = random(number);
          return live(home(number, random), rule.apply(number), random);
        })
        .toList();
  }

  private static RandomGenerator random(int number) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + number);
  }

  private static void print(String rule, Object errors) {
    System.out.printf("seed %d, %s: error as a part of the cell's: %s%n", SEED, rule, errors);
  }

  private static List<Year> served = List.of();
  private static List<Year> second = List.of();

  @BeforeAll
  static void aYearPasses() {
    served = years(number -> new Server("home" + number));
    second = years(number -> new Server("second" + number));
  }

  @Test
  void aYearTellsNoMoreThanTheCell() {
    Map<Attack, Double> errors = errors(served);
    print("the server", errors);

    assertThat(errors).allSatisfy((_, error) -> assertThat(error).isGreaterThan(0.9));
  }

  @Test
  void whoLivesAtAnEdgeOrCornerIsNotFoundThere() {
    List<Year> atTheEdge =
        served.stream()
            .filter(year ->
                Math.min(year.home().east(), COLUMN - year.home().east()) < 50
                    || Math.min(year.home().north(), ROW - year.home().north()) < 50)
            .toList();
    Map<Attack, Double> errors = errors(atTheEdge);
    print("the server, homes within 50 m of an edge", errors);

    assertThat(errors).allSatisfy((_, error) -> assertThat(error).isGreaterThan(0.9));
  }

  @Test
  void aSecondAccountOfTheSamePersonTellsNoMoreThanTheCell() {
    double error = 0;
    for (int i = 0; i < HOMES; i++) {
      Year year = served.get(i);
      error += joined(List.of(year, second.get(i))).distanceTo(year.home());
    }
    error /= HOMES * OF_A_CELL * CELL;
    print("two accounts", error);

    assertThat(error).isGreaterThan(0.9);
  }

  @Test
  void whoKnowsFourOtherPlacesOfSomebodyFindsNoMoreThanTheCell() {
    double error = 0;
    for (int i = 0; i < HOMES; i++) {
      Year year = served.get(i);
      error += knowsOtherPlaces(year, new Server("home" + i), random(i)).distanceTo(year.home());
    }
    error /= HOMES * OF_A_CELL * CELL;
    print("who knows four other places", error);

    assertThat(error).isGreaterThan(0.9);
  }

  /// The residual risk stated in docs/privacy.md: offsets of different people average out.
  @Test
  void aHouseholdOfFourIsFoundMoreCloselyAndNoCloserThanHalfACell() {
    List<List<Year>> all = new ArrayList<>();
    all.add(served);
    all.add(second);
    for (String name : List.of("third", "fourth")) {
      all.add(years(number -> new Server(name + number)));
    }
    double error = 0;
    for (int i = 0; i < HOMES; i++) {
      int home = i;
      error +=
          joined(all.stream().map(years -> years.get(home)).toList())
              .distanceTo(served.get(i).home());
    }
    error /= HOMES * OF_A_CELL * CELL;
    print("a household of four", error);

    assertThat(error).isBetween(0.5, 0.9);
  }

  // --- Capability of the attackers
  // -----------------------------------------------------------------

  @Test
  void aMarginThatIsDrawnEachTimeGivesTheHomeAway() {
    Map<Attack, Double> errors =
        errors(
            years(number -> {
              RandomGenerator drawn = random(1_000 + number);
              return new Margin(_ -> drawn.nextDouble());
            }));
    print("a margin drawn each time", errors);

    assertThat(errors.get(Attack.COUNTED)).isLessThan(0.4);
  }

  @Test
  void aMarginThatIsDrawnOnceForEachCellStillGivesTheHomeAway() {
    Map<Attack, Double> errors =
        errors(
            years(number -> {
              RandomGenerator drawn = random(2_000 + number);
              Map<Cell, Double> margins = new LinkedHashMap<>();
              return new Margin(cell -> margins.computeIfAbsent(cell, _ -> drawn.nextDouble()));
            }));
    print("a margin drawn once for each cell", errors);

    assertThat(errors.get(Attack.MEAN)).isLessThan(0.7);
  }

  @Test
  void aBareGridGivesTheHomeAwayToWhoTimesTheWayFromTheEdge() {
    Map<Attack, Double> errors = errors(years(_ -> new Margin(_ -> 0.0)));
    print("a bare grid", errors);

    assertThat(errors.get(Attack.TIMED)).isLessThan(0.4);
  }

  @Test
  void anOffsetThatIsDrawnAnewWithEachRestartGivesTheHomeAway() {
    Map<Attack, Double> errors = errors(years(number -> new Forgetful("home" + number)));
    print("an offset drawn anew with each restart", errors);

    assertThat(errors.get(Attack.MEAN)).isLessThan(0.6);
  }
}
