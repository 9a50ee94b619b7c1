package info.powow.axon.boot;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// What Axon decides by properties before any bean of ours is there. Weaker than everything a
/// deployment says.
public final class EventLogDefaults implements EnvironmentPostProcessor {
  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    // Axon reads these two outside of Spring.
    setUnlessSet("axoniq.update-checker.disabled", "true");
    setUnlessSet("disable-axoniq-console-message", "true");
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "powowEventLogDefaults",
                Map.of(
                    // The log is embedded unless it is said where Axon Server is.
                    "axon.axonserver.enabled",
                        String.valueOf(environment.containsProperty("axon.axonserver.servers")),
                    // Nobody is to be told where to download it.
                    "axon.axonserver.suppress-download-message", "true",
                    // Also when many nodes start at once on a small machine.
                    "axon.axonserver.connect-timeout", "20000",
                    // A watchdog that takes a stack trace of every command.
                    "axon.timeout.enabled", "false",
                    // Nothing is sent home.
                    "axon.update-check.disabled", "true",
                    // Never XStream.
                    "axon.serializer.general", "jackson",
                    "axon.serializer.messages", "jackson",
                    "axon.serializer.events", "jackson")));
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
