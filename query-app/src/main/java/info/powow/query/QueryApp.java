package info.powow.query;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/// The read side by itself. Everything comes by auto-configuration, as it does in `standalone`.
@SpringBootConfiguration
@EnableAutoConfiguration
public class QueryApp {
  public static void main(String[] args) {
    SpringApplication.run(QueryApp.class, args);
  }
}
