package info.powow.bench.workload;

import info.powow.bench.report.Bar;
import info.powow.bench.report.Figure;
import info.powow.bench.report.Outcome;
import info.powow.bench.server.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A server that starts on a full log: how fast it fills its views again. Each projection measures
/// that itself, because only it knows when it began to read the log and when it had caught up; they
/// run at the same time, so all views are as fast as the slowest.
public final class Rebuild implements Workload {
  private static final String RATE = "powow.projection.rebuild.rate";
  private static final String BEHIND = "powow.projection.lag";
  private static final String PROJECTION = "projection";
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int PEOPLE = 1_000;

  /// Enough under way that the disk is never waited for.
  private static final int WIDTH = 256;

  @Override
  public String name() {
    return "rebuild";
  }

  /// @param startSeconds from the start of the process to being ready
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
