package info.powow.query;

import info.powow.http.ClusterNode;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/// The read side as a separate process over Axon Server. Auto-configured, as in `standalone`.
@SpringBootConfiguration
@EnableAutoConfiguration
public class QueryApp {
  public static void main(String[] arguments) {
    ClusterNode.run(QueryApp.class, "query-app", Map.of(), arguments);
  }
}
