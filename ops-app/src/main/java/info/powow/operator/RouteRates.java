package info.powow.operator;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Rates of requests by route over the last ten seconds, from the timers that Spring keeps anyway.
final class RouteRates {
  private static final String REQUESTS = "http.server.requests";
  private static final int SECONDS = 10;
  private static final int MOST = 30;

  private final MeterRegistry registry;
  private final Deque<Map<String, Totals>> seconds = new ArrayDeque<>();

  /// Since the start.
  private record Totals(long count, double millis, double maxMillis, long errors) {
    Totals plus(Totals other) {
      return new Totals(
          count + other.count,
          millis + other.millis,
          Math.max(maxMillis, other.maxMillis),
          errors + other.errors);
    }
  }

  RouteRates(MeterRegistry registry) {
    this.registry = registry;
  }

  /// Called once a second.
  void tick() {
    Map<String, Totals> now = new HashMap<>();
    for (Timer timer : registry.find(REQUESTS).timers()) {
      String route = timer.getId().getTag("method") + " " + timer.getId().getTag("uri");
      String status = timer.getId().getTag("status");
      long count = timer.count();
      now.merge(
          route,
          new Totals(
              count,
              timer.totalTime(TimeUnit.MILLISECONDS),
              timer.max(TimeUnit.MILLISECONDS),
              status != null && status.startsWith("5") ? count : 0),
          Totals::plus);
    }
    seconds.addLast(now);
    if (seconds.size() > SECONDS + 1) {
      seconds.removeFirst();
    }
  }

  /// The busiest first.
  List<NodeStatus.Route> busiest() {
    if (seconds.size() < 2) {
      return List.of();
    }
    Map<String, Totals> before = seconds.getFirst();
    int length = seconds.size() - 1;
    return seconds.getLast().entrySet().stream()
        .map(entry -> {
          Totals now = entry.getValue();
          Totals then = before.getOrDefault(entry.getKey(), new Totals(0, 0, 0, 0));
          long count = now.count() - then.count();
          return new NodeStatus.Route(
              entry.getKey(),
              count / (double) length,
              count == 0 ? 0 : (now.millis() - then.millis()) / count,
              now.maxMillis(),
              now.errors() - then.errors());
        })
        .filter(route -> route.perSecond() > 0)
        .sorted(Comparator.comparingDouble(NodeStatus.Route::perSecond).reversed())
        .limit(MOST)
        .toList();
  }
}
