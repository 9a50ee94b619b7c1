package info.powow.query;

import info.powow.projection.embedded.EmbeddedMongo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.json.JsonMapper;

/// The whole read side on an embedded log and an embedded MongoDB, started once for all tests.
@SpringBootTest(
    classes = QueryApp.class,
    properties = {"axon.axonserver.enabled=false", "axoniq.update-checker.disabled=true"})
@AutoConfigureMockMvc
public abstract class QueryApplication {
  private static final EmbeddedMongo MONGO = EmbeddedMongo.start();

  @Autowired private EventStore log;
  @Autowired private MockMvc http;
  @Autowired private JsonMapper json;
  private Neighbourhood neighbourhood;

  @DynamicPropertySource
  static void stores(DynamicPropertyRegistry registry) throws IOException {
    Path folder = Files.createTempDirectory("powow-query");
    registry.add("powow.log.folder", folder.resolve("log")::toString);
    registry.add("powow.images.folder", folder.resolve("images")::toString);
    registry.add("powow.mongodb.uri", MONGO::uri);
    registry.add("powow.tokens.secret", () -> Base64.getEncoder().encodeToString(new byte[32]));
  }

  @BeforeEach
  void settle() {
    neighbourhood = new Neighbourhood(log, http, json);
  }

  protected Neighbourhood here() {
    return neighbourhood;
  }
}
