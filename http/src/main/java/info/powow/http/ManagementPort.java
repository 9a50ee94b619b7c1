package info.powow.http;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// The default port of `/actuator`: on this machine only, 10,000 above the main port (or below it,
/// if there is no such port).
public final class ManagementPort implements EnvironmentPostProcessor, Ordered {
  private static final int APART = 10_000;
  private static final int HIGHEST = 65_535;
  private static final int USUAL = 8080;

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    int server = environment.getProperty("server.port", Integer.class, USUAL);
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "powow-management",
                Map.of(
                    "management.server.port",
                    portFor(server),
                    "management.server.address",
                    "127.0.0.1")));
  }

  static int portFor(int server) {
    if (server <= 0) {
      return server;
    }
    return server + APART <= HIGHEST ? server + APART : server - APART;
  }

  /// After the configuration files that set the main port.
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
