package info.powow.command;

import info.powow.edge.Node;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/// The write side by itself, as one of several processes over Axon Server. Everything comes by
/// auto-configuration, as it does in `standalone`.
@SpringBootConfiguration
@EnableAutoConfiguration
public class CommandApp {
  public static void main(String[] arguments) {
    Node.run(CommandApp.class, "command-app", Map.of(), arguments);
  }
}
