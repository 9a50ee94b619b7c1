package info.powow.bench.workload;

import info.powow.bench.report.Bar;
import info.powow.bench.report.Figure;
import info.powow.bench.report.Outcome;
import info.powow.bench.server.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A server that starts with a full log: measures how fast it rebuilds its views. Each projection
/// measures itself, because only it knows when it started and caught up. They run concurrently, so
/// the slowest one counts.
public final class Rebuild implements Workload {
  private static final String RATE = "powow.projection.rebuild.rate";
  private static final String BEHIND = "powow.projection.lag";
  private static final String PROJECTION = "projection";
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int PEOPLE = 1_000;

  /// Enough in flight to hide the latency of the disk.
  private static final int WIDTH = 256;

  @Override
  public String name() {
    return "rebuild";
  }

  /// @param startSeconds from process start to readiness
  record Run(String projection, double eventsPerSecond, double startSeconds) {}

  @Override
  public Outcome run(Setting setting) throws Exception {
    Server server = setting.server();
    int events = setting.plan().events();
    if (events > 0) {
      int people = setting.plan().connections().orElse(PEOPLE) / 2 * 2;
      try (MessageLoad load = MessageLoad.prepare(setting, people, 2, false)) {
        setting.progress().say("Writing %,d messages".formatted(events));
        load.fill(events, WIDTH);
      }
    }
    setting.progress().say("Starting again on the same data");
    server.restart();
    while (server.metric(BEHIND, PROJECTION).values().stream().anyMatch(behind -> behind > 0)) {
      Thread.sleep(POLL);
    }
    List<Run> runs = new ArrayList<>();
    server
        .metric(RATE, PROJECTION)
        .forEach((name, rate) -> runs.add(new Run(name, rate, server.startSeconds())));
    if (runs.isEmpty()) {
      throw new IllegalStateException("the server does not report " + RATE);
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            Bar.REBUILD, runs.stream().mapToDouble(Run::eventsPerSecond).min().orElseThrow()));
    runs.forEach(
        run -> figures.add(new Figure(run.projection + ": events/s", run.eventsPerSecond)));
    figures.add(new Figure("messages in the log", events));
    figures.add(new Figure("seconds from start to ready", server.startSeconds()));
    return new Outcome(name(), figures, runs, List.of());
  }
}
