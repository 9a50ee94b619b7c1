package info.powow.socket;

import info.powow.edge.Node;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/// A node that does nothing but hold STOMP sessions: commands, queries and events come and go over
/// Axon Server.
@SpringBootConfiguration
@EnableAutoConfiguration
public class SocketApp {
  public static void main(String[] arguments) {
    Node.run(SocketApp.class, "socket-app", arguments);
  }
}
