package info.powow.operator;

import info.powow.ops.LatencyWindow;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What one node reports to another.
///
/// @param kind of process, such as `query-app`
/// @param messages the samples of [NodeStatus#messages] ([LatencyWindow#encode])
/// @param dependencies the samples of each dependency, by its name
/// @param settings by name; instead of a value that may be a secret, a keyed digest
record NodeReport(
    NodeStatus status,
    String kind,
    String messages,
    Map<String, String> dependencies,
    SortedMap<String, String> settings) {

  /// Unknown fields are ignored, so nodes of two releases understand each other.
  static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /// The name of the node.
  String node() {
    return status.node();
  }

  static LatencyWindow.Percentiles percentiles(List<String> samples) {
    return LatencyWindow.Percentiles.of(LatencyWindow.merge(samples));
  }
}
