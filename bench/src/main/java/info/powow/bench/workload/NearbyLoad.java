package info.powow.bench.workload;

import info.powow.bench.people.BenchPerson;
import info.powow.bench.people.Cities;
import info.powow.bench.people.SeededWorld;
import info.powow.bench.report.Bar;
import info.powow.bench.report.Figure;
import info.powow.bench.report.Outcome;
import info.powow.bench.server.Server;
import info.powow.bench.stomp.Lane;
import info.powow.bench.stomp.StompClient;
import info.powow.domain.place.Point;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A million people around real cities, of whom some move while others query: measures the latency
/// of queries.
public final class NearbyLoad implements Workload {
  private static final String BEHIND = "powow.projection.lag";
  private static final String PROJECTION = "projection";
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int WORLD = 1_000_000;
  private static final int ASKERS = 500;
  private static final double RATE = 100;
  private static final int PEOPLE_A_PAGE = 20;
  private static final int RADIUS = 5_000;

  @Override
  public String name() {
    return "nearby";
  }

  @Override
  public Outcome run(Setting setting) throws Exception {
    Plan plan = setting.plan();
    int world = plan.connections().orElse(WORLD);
    Server server = setting.server();
    Cities cities = Cities.load();
    if (server.isStartedHere()) {
      server.restart(
          data -> new SeededWorld(cities, plan.seed()).settle(data, world, setting.progress()));
    } else {
      setting.progress().say("Using the existing people as %,d".formatted(world));
    }
    double filled = awaitIndex(setting);
    List<BenchPerson> people = setting.accounts().signUp(ASKERS);
    double rate = plan.rate().orElse(RATE);
    List<Visits.Run> runs = new ArrayList<>();
    try (StompClient client = setting.client();
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService beside = Executors.newSingleThreadExecutor()) {
      Asking asking = new Asking(http, server.url(), people, cities, plan.seed());
      Visits looks = new Visits(setting, client.lanes(), asking::look);
      Visits moves = new Visits(setting, client.lanes(), asking::move);
      // A search node that has not answered anything yet would be overloaded by the full rate.
      looks.warmUp(rate / 10, plan.warmUp());
      looks.warmUp(rate, plan.warmUp().multipliedBy(2));
      Future<Visits.Run> moved =
          beside.submit(() -> moves.run(rate, plan.warmUp(), plan.measured()));
      runs.add(looks.run(rate, plan.warmUp(), plan.measured()));
      runs.add(moved.get());
    }
    Visits.Run look = runs.getFirst();
    Visits.Run move = runs.getLast();
    boolean asInTheBar = rate == RATE && world == WORLD;
    String at = "%,d people, %,.0f queries/s and moves/s".formatted(world, rate);
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure(at + ": nearby p50 ms", look.time().p50()));
    figures.add(
        new Figure(at + ": nearby p99 ms", look.time().p99(), asInTheBar ? Bar.NEARBY : null));
    figures.add(new Figure(at + ": move acknowledged p50 ms", move.time().p50()));
    figures.add(new Figure(at + ": move acknowledged p99 ms", move.time().p99()));
    if (server.isStartedHere()) {
      figures.add(new Figure("people a second into the empty index", world / filled));
    }
    Cpu.addTo(figures, at + ", of looks", look.usage(), look.done());
    List<String> complaints =
        runs.stream()
            .filter(run -> !run.isComplete())
            .map(run -> "not all was answered: " + run.summary())
            .toList();
    return new Outcome(name(), figures, runs, complaints);
  }

  /// @return the seconds until all people were in the index
  private static double awaitIndex(Setting setting) throws Exception {
    long begun = System.nanoTime();
    setting.progress().say("Filling the index");
    while (true) {
      Double behind = setting.server().metric(BEHIND, PROJECTION).get("nearby");
      if (behind != null && behind == 0) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        setting.progress().say("Index filled in %.0f s".formatted(seconds));
        return seconds;
      }
      Thread.sleep(POLL);
    }
  }

  /// Creates visits with one request each.
  private static final class Asking {
    private final HttpClient http;
    private final URI server;
    private final List<BenchPerson> people;
    private final Cities cities;
    private final Random random;

    Asking(HttpClient http, URI server, List<BenchPerson> people, Cities cities, long seed) {
      this.http = http;
      this.server = server;
      this.people = people;
      this.cities = cities;
      this.random = new Random(seed + 1);
    }

    Visits.Visit look() {
      Point from = draw();
      return new Request(
          http,
          authorized(
                  "/api/nearby/people?lat=%s&lon=%s&radius=%d&limit=%d"
                      .formatted(from.lat(), from.lon(), RADIUS, PEOPLE_A_PAGE))
              .build());
    }

    Visits.Visit move() {
      Point to = draw();
      String body = "{\"lat\":%s,\"lon\":%s}".formatted(to.lat(), to.lon());
      return new Request(
          http,
          authorized("/api/me/place")
              .header("content-type", "application/json")
              .PUT(BodyPublishers.ofString(body))
              .build());
    }

    private synchronized Point draw() {
      return cities.draw(random);
    }

    private synchronized HttpRequest.Builder authorized(String path) {
      BenchPerson person = people.get(random.nextInt(people.size()));
      return HttpRequest.newBuilder(server.resolve(path))
          .header("authorization", "Bearer " + person.token());
    }
  }

  private static final class Request implements Visits.Visit {
    private final HttpClient http;
    private final HttpRequest request;
    private @Nullable Future<?> answer;

    Request(HttpClient http, HttpRequest request) {
      this.http = http;
      this.request = request;
    }

    @Override
    public void begin(Lane lane, Visits.Done done) {
      answer =
          http.sendAsync(request, BodyHandlers.ofString())
              .whenComplete((response, failure) ->
                  lane.execute(() -> {
                    if (failure != null) {
                      done.badly(String.valueOf(failure.getMessage()));
                    } else if (response.statusCode() != 200) {
                      done.badly("answered " + response.statusCode());
                    } else {
                      done.well();
                    }
                  }));
    }

    @Override
    public void cut() {
      Future<?> open = answer;
      if (open != null) {
        open.cancel(true);
      }
    }
  }
}
