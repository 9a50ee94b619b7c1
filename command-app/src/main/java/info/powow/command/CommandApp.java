package info.powow.command;

import info.powow.http.ClusterNode;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/// The write side by itself, as one of several processes over Axon Server. Everything comes by
/// auto-configuration, as it does in `standalone`.
@SpringBootConfiguration
@EnableAutoConfiguration
public class CommandApp {
  /// Command nodes tell each other something by the names of their components: each has its own.
  private static final Map<String, String> OWN =
      Map.of(
          "axon.axonserver.component-name",
          "command-app ${axon.axonserver.client-id:${random.uuid}}");

  public static void main(String[] arguments) {
    ClusterNode.run(CommandApp.class, "command-app", OWN, arguments);
  }
}
