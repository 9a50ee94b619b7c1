package info.powow.notify;

import info.powow.http.ClusterNode;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/// Notifications as a separate process over Axon Server. Auto-configured, as in `standalone`.
///
/// Several processes can notify if they share an outbox in MongoDB. With an outbox in a folder,
/// only one may run.
@SpringBootConfiguration
@EnableAutoConfiguration
public class NotifyApp {
  public static void main(String[] arguments) {
    ClusterNode.run(NotifyApp.class, "notify-app", Map.of(), arguments);
  }
}
