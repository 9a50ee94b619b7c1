package info.powow.operator;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the settings in which a node differs from most others.
///
/// Nodes of one kind should have the same settings. Nodes of different kinds may have different
/// settings, but those that both have should have the same value.
final class SettingsDifferences {
  private static final String ABSENT = "\0";

  private SettingsDifferences() {}

  /// @param settings by name
  record Node(String name, String kind, SortedMap<String, String> settings) {}

  /// The names of the settings in which each node differs, by the name of the node. If no value has
  /// a majority, all nodes are named.
  static Map<String, SortedSet<String>> of(List<Node> nodes) {
    SortedSet<String> names = new TreeSet<>();
    nodes.forEach(node -> names.addAll(node.settings().keySet()));
    Map<String, SortedSet<String>> differs = new TreeMap<>();
    nodes.forEach(node -> differs.put(node.name(), new TreeSet<>()));
    for (String name : names) {
      String usual =
          majority(nodes.stream().map(node -> node.settings().get(name)).filter(Objects::nonNull));
      for (Node node : nodes) {
        String own = node.settings().getOrDefault(name, ABSENT);
        String usualOfKind =
            majority(
                nodes.stream()
                    .filter(other -> other.kind().equals(node.kind()))
                    .map(other -> other.settings().getOrDefault(name, ABSENT)));
        if (!own.equals(usualOfKind) || !own.equals(ABSENT) && !own.equals(usual)) {
          differs.getOrDefault(node.name(), new TreeSet<>()).add(name);
        }
      }
    }
    return differs;
  }

  /// The value of more than half; null if there is none.
  private static @Nullable String majority(Stream<String> values) {
    Map<String, Integer> counts = new HashMap<>();
    values.forEach(value -> counts.merge(value, 1, Integer::sum));
    int all = sum(counts.values());
    return counts.entrySet().stream()
        .filter(each -> 2 * each.getValue() > all)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private static int sum(Collection<Integer> counts) {
    return counts.stream().mapToInt(Integer::intValue).sum();
  }
}
