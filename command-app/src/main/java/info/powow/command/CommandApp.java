package info.powow.command;

import info.powow.http.ClusterNode;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/// The write side as a separate process over Axon Server. Auto-configured, as in `standalone`.
@SpringBootConfiguration
@EnableAutoConfiguration
public class CommandApp {
  /// Command nodes address each other by component name, so each needs a unique one.
  private static final Map<String, String> OWN =
      Map.of(
          "axon.axonserver.component-name",
          "command-app ${axon.axonserver.client-id:${random.uuid}}");

  public static void main(String[] arguments) {
    ClusterNode.run(CommandApp.class, "command-app", OWN, arguments);
  }
}
