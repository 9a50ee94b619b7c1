package info.powow.staff;

import info.powow.http.ClusterNode;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/// Audits and analytics as a separate process over Axon Server. Auto-configured, as in `standalone`.
///
/// One process of a deployment: bundles and the answers of queries are in its memory and its folder,
/// and another would not have them.
@SpringBootConfiguration
@EnableAutoConfiguration
public class StaffApp {
  public static void main(String[] arguments) {
    ClusterNode.run(StaffApp.class, "staff-app", Map.of(), arguments);
  }
}
