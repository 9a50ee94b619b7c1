package info.powow.socket;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// A node that does nothing but hold STOMP sessions: commands, queries and events come and go over
/// Axon Server.
@SpringBootApplication
public class SocketApp {
  public static void main(String[] arguments) {
    SpringApplication.run(SocketApp.class, arguments);
  }
}
