package info.powow.operator;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What is kept for operators, `powow.ops.*`.
///
/// @param trace whether the steps of each message are noted
/// @param folder where what operators do is recorded, and the figures of the last week; `powow.data`
///     has it otherwise
/// @param node the name of this node for operators; otherwise the id of its connection to Axon
///     Server, or the name of the application
/// @param nodes all nodes of a deployment of several, with the addresses of their management ports:
///     `query-1=http://query-1:18080,…`; all need the same secret
@ConfigurationProperties("powow.ops")
record OpsProperties(
    @DefaultValue("true") boolean trace,
    @Nullable Path folder,
    @Nullable String node,
    @DefaultValue List<String> nodes) {
  OpsProperties {
    nodes = List.copyOf(nodes);
    var _ = addresses(nodes);
  }

  private static Map<String, URI> addresses(List<String> nodes) {
    Map<String, URI> addresses = new LinkedHashMap<>();
    for (String each : nodes) {
      String[] parts = each.strip().split("=", 2);
      if (parts.length < 2 || !parts[1].matches("https?://[^/?#\\s]+")) {
        throw new IllegalArgumentException(
            "powow.ops.nodes must be a list of NAME=http://HOST:PORT, not " + each);
      }
      addresses.put(parts[0], URI.create(parts[1]));
    }
    return addresses;
  }

  /// The other nodes.
  ///
  /// @param self the name of this node
  Map<String, URI> peers(String self) {
    Map<String, URI> others = addresses(nodes);
    if (others.remove(self) == null && !others.isEmpty()) {
      // It would ask itself, and count everything twice.
      throw new IllegalArgumentException(
          "powow.ops.nodes lacks this node, " + self + ": powow.ops.node sets its name");
    }
    return others;
  }
}
