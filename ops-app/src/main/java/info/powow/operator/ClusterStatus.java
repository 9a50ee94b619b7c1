package info.powow.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.ops.Dependency;
import info.powow.ops.LatencyWindow;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The state of all nodes that answer, for operators, once a second. Counts are sums. Percentiles
/// are those of all samples together.
///
/// @param node the node that was asked
/// @param nodes all nodes, silent ones included. Elsewhere in this record, `nodes` are those that
///     answer
/// @param messages latency from the first step on a node to the flush there, over the last minute
/// @param slowAfterMillis a message that takes longer counts as slow on any node
@JsonInclude(JsonInclude.Include.NON_NULL)
record ClusterStatus(
    String node,
    String release,
    Instant at,
    long uptimeSeconds,
    List<Node> nodes,
    LatencyWindow.Percentiles messages,
    double slowAfterMillis,
    List<DependencySum> dependencies,
    List<LevelSum> pools,
    List<NodeStatus.Follower> projections,
    List<NodeStatus.Route> routes,
    NodeStatus.Top top,
    List<OperatorAction> actions) {

  /// One node.
  ///
  /// @param kind of process, such as `query-app`; absent if it never answered
  /// @param silentSince the time of its last answer or, if there was none, of the first request;
  ///     absent if it answers
  /// @param why it is silent: `unreachable`, `timeout`, `refused` (another secret, or a wrong
  ///     clock), `starting` or `unreadable`; absent if it answers
  /// @param fingerprint of its settings: the same for nodes with the same settings
  /// @param differs the settings in which it differs from most other nodes
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Node(
      String name,
      @Nullable String kind,
      @Nullable String release,
      @Nullable Instant at,
      @Nullable Long uptimeSeconds,
      @Nullable Instant silentSince,
      @Nullable String why,
      @Nullable String fingerprint,
      Collection<String> differs,
      LatencyWindow.@Nullable Percentiles messages) {}

  /// A dependency on all nodes that use it.
  ///
  /// @param health the worst of all nodes
  /// @param circuit the most open of all nodes
  /// @param circuitSeconds how long it has been in that state on that node
  /// @param oldestMillis the highest of all nodes
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DependencySum(
      String name,
      Dependency.Health health,
      long rate,
      Map<String, Long> counts,
      double errorPercent,
      Dependency.Circuit circuit,
      long circuitSeconds,
      int active,
      double oldestMillis,
      LatencyWindow.Percentiles latency,
      Dependency.@Nullable Pool pool,
      Dependency.@Nullable Settings settings,
      List<DependencyOfNode> nodes) {}

  /// A dependency on one node.
  record DependencyOfNode(
      String node,
      Dependency.Health health,
      long rate,
      double errorPercent,
      Dependency.Circuit circuit,
      long circuitSeconds,
      int active,
      double oldestMillis,
      double medianMillis,
      double p99Millis) {}

  /// Something with a limit, such as a queue, on all nodes.
  ///
  /// @param value the sum; for percentages and times, the highest value
  /// @param limit likewise; absent if there is none
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LevelSum(
      String name, double value, String unit, @Nullable Double limit, List<LevelOfNode> nodes) {}

  /// @param limit absent if there is none
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LevelOfNode(String node, double value, @Nullable Double limit) {}
}
