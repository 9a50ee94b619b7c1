package info.powow.operator;

import info.powow.ops.Dependency;
import info.powow.ops.HeavyHitters;
import info.powow.ops.LatencyWindow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// Reports of nodes, as tests need them.
final class Reports {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private Reports() {}

  /// A node whose calls of `search` all took as long.
  static NodeReport report(
      String node, String kind, long calls, long millis, Map<String, String> settings) {
    LatencyWindow window = new LatencyWindow(10);
    for (long i = 0; i < calls; i++) {
      window.record(millis * 1_000_000);
    }
    window.tick();
    Histogram samples = window.merged();
    LatencyWindow.Percentiles latency = LatencyWindow.Percentiles.of(samples);
    NodeStatus status =
        new NodeStatus(
            node,
            "1.0",
            NOW,
            60,
            latency,
            100,
            List.of(
                new Dependency.Reading(
                    "search",
                    Dependency.Health.OK,
                    calls,
                    Map.of("success", calls),
                    0,
                    Dependency.Circuit.CLOSED,
                    60,
                    1,
                    millis,
                    latency,
                    null,
                    null)),
            List.of(
                new NodeStatus.Level("heap", 100, "bytes", 400.0),
                new NodeStatus.Level("processor", millis / 100.0, "percent", 100.0)),
            List.of(),
            List.of(new NodeStatus.Route("GET /api/me", calls, millis, millis, 1)),
            new NodeStatus.Top(
                List.of(new HeavyHitters.Rate("c1", calls)),
                List.of(new HeavyHitters.Rate("p1", calls)),
                List.of()),
            List.of(new OperatorAction(NOW.plusMillis(millis), node, "retry", "because")));
    return new NodeReport(
        status,
        kind,
        LatencyWindow.encode(samples),
        Map.of("search", LatencyWindow.encode(samples)),
        new TreeMap<>(settings));
  }

  static NodeReport withProjection(NodeReport report, String projection) {
    NodeStatus status = report.status();
    return new NodeReport(
        new NodeStatus(
            status.node(),
            status.release(),
            status.at(),
            status.uptimeSeconds(),
            status.messages(),
            status.slowAfterMillis(),
            status.dependencies(),
            status.pools(),
            List.of(new NodeStatus.Follower(projection, 1, 1, 0, true, null, 1, 0, null)),
            status.routes(),
            status.top(),
            status.actions()),
        report.kind(),
        report.messages(),
        report.dependencies(),
        report.settings());
  }
}
