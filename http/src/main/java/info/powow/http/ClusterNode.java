package info.powow.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import org.springframework.boot.SpringApplication;

/// Runs a process of a deployment over Axon Server.
public final class ClusterNode {
  private static final String NO_AXON_SERVER =
      "Several processes need an Axon Server: say where it is with axon.axonserver.servers"
          + " (AXON_AXONSERVER_SERVERS). One process that needs none: ./powow up";
  private static final int MISUSED = 2;

  private ClusterNode() {}

  /// @param name of this kind of process
  /// @param own defaults for this kind of process, which a deployment may override
  public static void run(Class<?> app, String name, Map<String, String> own, String[] arguments) {
    SpringApplication application = new SpringApplication(app);
    Properties defaults = defaults();
    defaults.putAll(own);
    defaults.setProperty("spring.application.name", name);
    application.setDefaultProperties(defaults);
    application.addInitializers(context -> {
      if (!context.getEnvironment().containsProperty("axon.axonserver.servers")) {
        System.err.println(NO_AXON_SERVER);
        System.exit(MISUSED);
      }
    });
    application.run(arguments);
  }

  /// Defaults for every node, which a deployment may override.
  private static Properties defaults() {
    Properties defaults = new Properties();
    try (InputStream stream = ClusterNode.class.getResourceAsStream("node.properties")) {
      defaults.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return defaults;
  }
}
