package info.powow.axon.boot;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// Defaults for properties that Axon reads before any bean exists. A deployment may override them.
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
                    // The log is embedded unless an Axon Server is configured.
                    "axon.axonserver.enabled",
                        String.valueOf(environment.containsProperty("axon.axonserver.servers")),
                    // Suppresses a message with a download link.
                    "axon.axonserver.suppress-download-message", "true",
                    // Long enough for many nodes that start at once on a small machine.
                    "axon.axonserver.connect-timeout", "20000",
                    // Disables a watchdog that takes a stack trace for every command.
                    "axon.timeout.enabled", "false",
                    // Disables calls to the vendor.
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
