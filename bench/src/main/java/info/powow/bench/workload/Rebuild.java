package info.powow.bench.workload;

import info.powow.bench.report.Bar;
import info.powow.bench.report.Figure;
import info.powow.bench.report.Outcome;
import info.powow.bench.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// A server that starts on a full log: how fast it fills all views again. The server measures that
/// itself, because only it knows when it began to read the log and when it had caught up.
public final class Rebuild implements Workload {
  /// What the server tells about the last time it filled its views.
  private static final String EVENTS = "powow.rebuild.events";

  private static final String SECONDS = "powow.rebuild.seconds";

  private static final int PEOPLE = 1_000;

  /// Enough under way that the disk is never waited for.
  private static final int WIDTH = 256;

  @Override
  public String name() {
    return "rebuild";
  }

  /// @param startSeconds from the start of the process to being ready
  record Run(double events, double seconds, double startSeconds) {}

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
    OptionalDouble rebuilt = server.metric(EVENTS);
    OptionalDouble seconds = server.metric(SECONDS);
    if (rebuilt.isEmpty() || seconds.isEmpty()) {
      return new Outcome(
          name(),
          List.of(),
          List.of(),
          List.of("the server does not tell %s and %s".formatted(EVENTS, SECONDS)));
    }
    Run run = new Run(rebuilt.getAsDouble(), seconds.getAsDouble(), server.startSeconds());
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure(Bar.REBUILD, run.events / run.seconds));
    figures.add(new Figure("events in the log", run.events));
    figures.add(new Figure("seconds from start to ready", run.startSeconds));
    return new Outcome(
        name(),
        figures,
        List.of(run),
        run.events < events
            ? List.of("%,.0f events came back of %,d".formatted(run.events, events))
            : List.of());
  }
}
