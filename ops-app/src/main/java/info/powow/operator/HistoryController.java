package info.powow.operator;

import info.powow.domain.Rejected;
import info.powow.operator.FigureHistory.Point;
import info.powow.operator.FigureHistory.Resolution;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The figures of all nodes over the last week.
@RestController
@Tag(name = "Operators")
final class HistoryController {
  private static final int LONGEST = 100;

  private final FigureHistory history;
  private final LocalOperations local;
  private final PeerNodes peers;

  HistoryController(FigureHistory history, LocalOperations local, PeerNodes peers) {
    this.history = history;
    this.local = local;
    this.peers = peers;
  }

  record Figures(List<String> figures) {}

  @Operation(summary = "The names of the figures of all nodes")
  @GetMapping("/api/ops/history")
  Figures figures() {
    Set<String> names = new LinkedHashSet<>(history.figures());
    for (PeerNodes.Told each : peers.send("GET", "/history")) {
      if (each.isOk()) {
        names.addAll(each.as(Figures.class).figures());
      }
    }
    return new Figures(List.copyOf(names));
  }

  record PointsHere(List<Point> points) {}

  /// @param points in the order of time; none for the time in which the node did not run
  record NodeHistory(String node, List<Point> points) {}

  /// @param stepSeconds how far apart the points are
  /// @param silent nodes that did not answer
  record HistoryOnNodes(
      String figure, int stepSeconds, List<NodeHistory> nodes, List<String> silent) {}

  @Operation(
      summary = "A figure over time, on each node",
      description =
          "Each point has the highest value of its period. Over restarts, where a node has a folder.")
  @GetMapping("/api/ops/history/{figure}")
  HistoryOnNodes figureHistory(
      @PathVariable String figure,
      @Parameter(description = "`1s` (2 minutes), `10s` (1 hour), `1m` (1 day) or `10m` (7 days)")
          @RequestParam(defaultValue = "10s")
          String resolution) {
    if (figure.length() > LONGEST) {
      throw Rejected.field("figure", "one of the names of the figures", "another value");
    }
    Resolution step = Resolution.of(resolution);
    List<NodeHistory> nodes = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    nodes.add(new NodeHistory(local.node(), history.points(figure, step)));
    String path =
        "/history/"
            + URLEncoder.encode(resolution + ':' + figure, StandardCharsets.UTF_8)
                .replace("+", "%20");
    for (PeerNodes.Told each : peers.send("GET", path)) {
      if (each.isOk()) {
        nodes.add(new NodeHistory(each.node(), each.as(PointsHere.class).points()));
      } else if (each.answer() == null) {
        silent.add(each.node());
      }
    }
    return new HistoryOnNodes(figure, step.seconds(), nodes, silent);
  }
}
