package info.powow.operator;

import info.powow.ops.Dependency;
import info.powow.ops.HeavyHitters;
import info.powow.ops.WaitingBytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Merges the reports of several nodes: adds counts, and merges histograms. Only means are
/// averaged, weighted by their counts.
final class StatusMerge {
  private static final int TOP = 10;
  private static final int ROUTES = 30;
  private static final int ACTIONS = 50;
  private static final int FINGERPRINT_BYTES = 6;
  private static final List<String> HIGHEST = List.of("percent", "ms");

  /// From the most open to the least.
  private static final List<Dependency.Circuit> CIRCUITS =
      List.of(
          Dependency.Circuit.FORCED_OPEN,
          Dependency.Circuit.OPEN,
          Dependency.Circuit.HALF_OPEN,
          Dependency.Circuit.DISABLED,
          Dependency.Circuit.CLOSED,
          Dependency.Circuit.NONE);

  private StatusMerge() {}

  /// @param self the report of the node that was asked
  /// @param others all other nodes
  static ClusterStatus of(NodeReport self, List<PeerNodes.Known> others) {
    List<NodeReport> reports = new ArrayList<>();
    reports.add(self);
    others.stream().map(PeerNodes.Known::report).filter(Objects::nonNull).forEach(reports::add);
    NodeStatus own = self.status();
    return new ClusterStatus(
        own.node(),
        own.release(),
        own.at(),
        own.uptimeSeconds(),
        nodes(self, others, reports),
        NodeReport.percentiles(reports.stream().map(NodeReport::messages).toList()),
        reports.stream().mapToDouble(each -> each.status().slowAfterMillis()).max().orElse(0),
        dependencies(reports),
        pools(reports),
        projections(reports),
        routes(reports),
        top(reports),
        reports.stream()
            .flatMap(each -> each.status().actions().stream())
            .sorted(Comparator.comparing(OperatorAction::at).reversed())
            .limit(ACTIONS)
            .toList());
  }

  // --- nodes ----------------------------------------------------------------------------------

  private static List<ClusterStatus.Node> nodes(
      NodeReport self, List<PeerNodes.Known> others, List<NodeReport> reports) {
    Map<String, SortedSet<String>> differs =
        SettingsDifferences.of(
            reports.stream()
                .map(each ->
                    new SettingsDifferences.Node(each.node(), each.kind(), withRelease(each)))
                .toList());
    List<ClusterStatus.Node> nodes = new ArrayList<>();
    nodes.add(node(self.node(), self, differs));
    for (PeerNodes.Known other : others) {
      NodeReport report = other.report();
      nodes.add(report == null ? silent(other) : node(other.name(), report, differs));
    }
    nodes.sort(Comparator.comparing(ClusterStatus.Node::name));
    return nodes;
  }

  /// During a rolling update, nodes have different releases.
  private static SortedMap<String, String> withRelease(NodeReport report) {
    SortedMap<String, String> settings = new TreeMap<>(report.settings());
    settings.put("release", report.status().release());
    return settings;
  }

  private static ClusterStatus.Node silent(PeerNodes.Known node) {
    NodeReport last = node.last();
    return new ClusterStatus.Node(
        node.name(),
        last == null ? null : last.kind(),
        last == null ? null : last.status().release(),
        last == null ? null : last.status().at(),
        null,
        node.silentSince(),
        node.why(),
        null,
        List.of(),
        null);
  }

  private static ClusterStatus.Node node(
      String name, NodeReport report, Map<String, SortedSet<String>> differs) {
    NodeStatus status = report.status();
    return new ClusterStatus.Node(
        name,
        report.kind(),
        status.release(),
        status.at(),
        status.uptimeSeconds(),
        null,
        null,
        fingerprint(report.settings()),
        differs.getOrDefault(report.node(), new TreeSet<>()),
        status.messages());
  }

  static String fingerprint(SortedMap<String, String> settings) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      settings.forEach((name, value) ->
          digest.update((name + '=' + value + '\n').getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  // --- dependencies ---------------------------------------------------------------------------

  private record OnNode(NodeReport report, Dependency.Reading reading) {}

  private static List<ClusterStatus.DependencySum> dependencies(List<NodeReport> reports) {
    Map<String, List<OnNode>> byName = new TreeMap<>();
    for (NodeReport report : reports) {
      for (Dependency.Reading reading : report.status().dependencies()) {
        byName
            .computeIfAbsent(reading.name(), _ -> new ArrayList<>())
            .add(new OnNode(report, reading));
      }
    }
    return byName.entrySet().stream().map(each -> sum(each.getKey(), each.getValue())).toList();
  }

  private static ClusterStatus.DependencySum sum(String name, List<OnNode> nodes) {
    List<Dependency.Reading> readings = nodes.stream().map(OnNode::reading).toList();
    Map<String, Long> counts = new LinkedHashMap<>();
    double wrong = 0;
    long all = 0;
    for (Dependency.Reading reading : readings) {
      long calls = 0;
      for (Map.Entry<String, Long> each : reading.counts().entrySet()) {
        counts.merge(each.getKey(), each.getValue(), Long::sum);
        calls += each.getValue();
      }
      all += calls;
      wrong += calls * reading.errorPercent();
    }
    Dependency.Reading mostOpen =
        readings.stream()
            .min(Comparator.comparingInt(reading -> CIRCUITS.indexOf(reading.circuit())))
            .orElseThrow();
    return new ClusterStatus.DependencySum(
        name,
        readings.stream()
            .map(Dependency.Reading::health)
            .max(Comparator.naturalOrder())
            .orElseThrow(),
        readings.stream().mapToLong(Dependency.Reading::rate).sum(),
        counts,
        all == 0 ? 0 : wrong / all,
        mostOpen.circuit(),
        mostOpen.circuitSeconds(),
        readings.stream().mapToInt(Dependency.Reading::active).sum(),
        readings.stream().mapToDouble(Dependency.Reading::oldestMillis).max().orElse(0),
        NodeReport.percentiles(
            nodes.stream()
                .map(each -> each.report().dependencies().get(name))
                .filter(Objects::nonNull)
                .toList()),
        pool(readings),
        readings.stream()
            .map(Dependency.Reading::settings)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null),
        nodes.stream().map(StatusMerge::ofNode).toList());
  }

  private static Dependency.@Nullable Pool pool(List<Dependency.Reading> readings) {
    return readings.stream()
        .map(Dependency.Reading::pool)
        .filter(Objects::nonNull)
        .reduce((one, other) ->
            new Dependency.Pool(
                one.active() + other.active(),
                one.waiting() + other.waiting(),
                one.size() + other.size()))
        .orElse(null);
  }

  private static ClusterStatus.DependencyOfNode ofNode(OnNode node) {
    Dependency.Reading reading = node.reading();
    return new ClusterStatus.DependencyOfNode(
        node.report().node(),
        reading.health(),
        reading.rate(),
        reading.errorPercent(),
        reading.circuit(),
        reading.circuitSeconds(),
        reading.active(),
        reading.oldestMillis(),
        reading.latency().medianMillis(),
        reading.latency().p99Millis());
  }

  // --- everything else ------------------------------------------------------------------------

  private static List<ClusterStatus.LevelSum> pools(List<NodeReport> reports) {
    Map<String, List<ClusterStatus.LevelOfNode>> nodes = new LinkedHashMap<>();
    Map<String, String> units = new LinkedHashMap<>();
    for (NodeReport report : reports) {
      for (NodeStatus.Level level : report.status().pools()) {
        units.putIfAbsent(level.name(), level.unit());
        nodes
            .computeIfAbsent(level.name(), _ -> new ArrayList<>())
            .add(new ClusterStatus.LevelOfNode(report.node(), level.value(), level.limit()));
      }
    }
    List<ClusterStatus.LevelSum> sums = new ArrayList<>();
    nodes.forEach((name, levels) -> sums.add(level(name, units.getOrDefault(name, ""), levels)));
    return sums;
  }

  private static ClusterStatus.LevelSum level(
      String name, String unit, List<ClusterStatus.LevelOfNode> nodes) {
    List<Double> limits =
        nodes.stream().map(ClusterStatus.LevelOfNode::limit).filter(Objects::nonNull).toList();
    boolean highest = HIGHEST.contains(unit);
    double value =
        highest
            ? nodes.stream().mapToDouble(ClusterStatus.LevelOfNode::value).max().orElse(0)
            : nodes.stream().mapToDouble(ClusterStatus.LevelOfNode::value).sum();
    Double limit =
        limits.isEmpty()
            ? null
            : highest
                ? limits.stream().mapToDouble(Double::doubleValue).max().orElse(0)
                : limits.stream().mapToDouble(Double::doubleValue).sum();
    return new ClusterStatus.LevelSum(name, value, unit, limit, nodes);
  }

  /// Each node reports the progress of the whole projection, but only its own segments and dead
  /// letters.
  private static List<NodeStatus.Follower> projections(List<NodeReport> reports) {
    Map<String, NodeStatus.Follower> merged = new TreeMap<>();
    reports.stream()
        .flatMap(each -> each.status().projections().stream())
        .forEach(each ->
            merged.merge(
                each.name(),
                each,
                (one, other) ->
                    new NodeStatus.Follower(
                        one.name(),
                        Math.max(one.reached(), other.reached()),
                        Math.max(one.head(), other.head()),
                        Math.max(one.behind(), other.behind()),
                        one.caughtUp() && other.caughtUp(),
                        one.failing() == null ? other.failing() : one.failing(),
                        one.segments() + other.segments(),
                        one.deadLetters() + other.deadLetters(),
                        sum(one.differences(), other.differences()))));
    return List.copyOf(merged.values());
  }

  private static @Nullable Integer sum(@Nullable Integer one, @Nullable Integer other) {
    return one == null ? other : other == null ? one : Integer.valueOf(one + other);
  }

  private static List<NodeStatus.Route> routes(List<NodeReport> reports) {
    Map<String, NodeStatus.Route> merged = new TreeMap<>();
    reports.stream()
        .flatMap(each -> each.status().routes().stream())
        .forEach(each ->
            merged.merge(
                each.route(),
                each,
                (one, other) -> {
                  double rate = one.perSecond() + other.perSecond();
                  return new NodeStatus.Route(
                      one.route(),
                      rate,
                      (one.meanMillis() * one.perSecond() + other.meanMillis() * other.perSecond())
                          / rate,
                      Math.max(one.maxMillis(), other.maxMillis()),
                      one.errors() + other.errors());
                }));
    return merged.values().stream()
        .sorted(Comparator.comparingDouble(NodeStatus.Route::perSecond).reversed())
        .limit(ROUTES)
        .toList();
  }

  private static NodeStatus.Top top(List<NodeReport> reports) {
    List<NodeStatus.Top> tops = reports.stream().map(each -> each.status().top()).toList();
    return new NodeStatus.Top(
        highest(tops, NodeStatus.Top::conversations, Math::max),
        highest(tops, NodeStatus.Top::people, Double::sum),
        tops.stream()
            .flatMap(each -> each.slowClients().stream())
            .sorted(Comparator.comparingLong(WaitingBytes.Waiting::bytes).reversed())
            .limit(TOP)
            .toList());
  }

  /// @param together merges the rates of two nodes. Each node with members of a conversation sees
  ///     all of its messages, but of a person's messages, only those sent to this node
  private static List<HeavyHitters.Rate> highest(
      List<NodeStatus.Top> tops,
      Function<NodeStatus.Top, List<HeavyHitters.Rate>> part,
      BinaryOperator<Double> together) {
    Map<String, Double> rates =
        tops.stream()
            .flatMap(each -> part.apply(each).stream())
            .collect(
                Collectors.toMap(HeavyHitters.Rate::key, HeavyHitters.Rate::perSecond, together));
    return rates.entrySet().stream()
        .map(each -> new HeavyHitters.Rate(each.getKey(), each.getValue()))
        .sorted(
            Comparator.comparingDouble(HeavyHitters.Rate::perSecond)
                .reversed()
                .thenComparing(HeavyHitters.Rate::key))
        .limit(TOP)
        .toList();
  }
}
