package info.powow.standalone;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetAddress;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// A server in this process that speaks MongoDB's protocol, where no real one is named
/// (`powow.mongodb.uri`).
///
/// It keeps everything in memory: the views are filled again from the log at start. The driver and
/// the code in front of it are the same as with a real MongoDB.
final class EmbeddedMongo implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    if (environment.containsProperty("powow.mongodb.uri")) {
      return;
    }
    MongoServer server = new MongoServer(new MemoryBackend());
    server.bind(InetAddress.getLoopbackAddress().getHostAddress(), 0);
    int port = server.getLocalAddress().getPort();
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "powow-embedded-mongodb",
                Map.of("powow.mongodb.uri", "mongodb://127.0.0.1:" + port)));
    // Registered before every other bean, so that it goes after them: they may still write while
    // they stop.
    ((DefaultListableBeanFactory) context.getBeanFactory())
        .registerDisposableBean("embeddedMongo", server::shutdownNow);
  }
}
