package info.powow.standalone;

import info.powow.projection.embedded.EmbeddedMongo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// Runs the embedded store of the views if no MongoDB is configured (`powow.mongodb.uri`), in the
/// data folder. The driver and the code above it are the same as with MongoDB.
final class EmbeddedViews implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    if (environment.containsProperty("powow.mongodb.uri")) {
      return;
    }
    Path folder = Path.of(environment.getProperty("powow.data", "data")).resolve("views");
    EmbeddedMongo mongo;
    try {
      mongo = EmbeddedMongo.start(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "powow-embedded-mongodb", Map.of("powow.mongodb.uri", mongo.uri())));
    // Registered before all other beans, and so destroyed after them: they may still write while
    // they stop.
    ((DefaultListableBeanFactory) context.getBeanFactory())
        .registerDisposableBean("embeddedMongo", mongo::close);
  }
}
