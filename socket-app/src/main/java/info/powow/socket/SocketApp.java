package info.powow.socket;

import info.powow.http.ClusterNode;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/// A node that only holds STOMP sessions: commands, queries and events go over Axon Server.
@SpringBootConfiguration
@EnableAutoConfiguration
public class SocketApp {
  /// Socket nodes address each other by component name, so each needs a unique one.
  private static final Map<String, String> OWN =
      Map.of(
          "axon.axonserver.component-name",
          "socket-app ${axon.axonserver.client-id:${random.uuid}}");

  public static void main(String[] arguments) {
    ClusterNode.run(SocketApp.class, "socket-app", OWN, arguments);
  }
}
