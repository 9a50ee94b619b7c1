package info.powow.standalone.contract;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.erasure.Forgets;
import info.powow.domain.erasure.PlaintextStore;
import info.powow.standalone.Standalone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Compares `/openapi.json` of every process with springdoc's reading of all controllers.
/// `-Dcontract.write=true` writes the file.
@SpringBootTest(
    classes = Standalone.class,
    properties = {
      "springdoc.api-docs.path=/read-off-the-controllers",
      "springdoc.paths-to-match=/api/**",
      "springdoc.default-produces-media-type=application/json",
      "springdoc.writer-with-order-by-keys=true",
      "springdoc.default-flat-param-object=true",
      "powow.projection.catch-up-first=false",
      // Not accessed.
      "powow.mongodb.uri=mongodb://127.0.0.1:1",
      "powow.search.uris=http://127.0.0.1:1"
    })
@Import({OpenApiConfiguration.class, OpenApiOfReads.class})
class OpenApiIT {
  private static final Path FILE =
      Path.of("..", "http", "src", "main", "resources", "info", "powow", "http", "openapi.json");

  @TempDir static Path data;

  @Autowired private WebApplicationContext context;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("powow.data", data::toString);
    registry.add("powow.push.folder", data.resolve("notifications")::toString);
    registry.add("powow.analytics.folder", data.resolve("analytics")::toString);
    registry.add("powow.tokens.secret", () -> Base64.getEncoder().encodeToString(new byte[32]));
  }

  @Test
  void theContractIsWhatTheControllersAnswer() throws Exception {
    JsonNode expected = JsonMapper.shared().readTree(get("/read-off-the-controllers"));
    if (Boolean.getBoolean("contract.write")) {
      write(expected);
    }
    JsonNode given = JsonMapper.shared().readTree(get("/openapi.json"));

    assertThat(given).isEqualTo(expected);
  }

  /// A clash of two names would silently leave an answer without schema.
  @Test
  void everyAnswerThatHasABodyHasAForm() throws Exception {
    List<String> without = new ArrayList<>();
    JsonMapper.shared()
        .readTree(get("/read-off-the-controllers"))
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(call ->
                    call.getValue()
                        .path("responses")
                        .properties()
                        .forEach(answer -> {
                          JsonNode content = answer.getValue().path("content");
                          if (content.isObject() && content.isEmpty()) {
                            without.add(call.getKey() + ' ' + path.getKey());
                          }
                        })));

    assertThat(without).isEmpty();
  }

  /// Otherwise no erasure would ever be done.
  @Test
  void everyStoreOfPlainTextForgets() {
    assertThat(context.getBeansOfType(Forgets.class).values())
        .extracting(Forgets::store)
        .contains(PlaintextStore.values());
  }

  private String get(String path) throws Exception {
    return MockMvcBuilders.webAppContextSetup(context)
        .build()
        .perform(MockMvcRequestBuilders.get(path))
        .andReturn()
        .getResponse()
        .getContentAsString(StandardCharsets.UTF_8);
  }

  /// Without the version, which every process puts in when it starts.
  private static void write(JsonNode contract) throws IOException {
    JsonNode written = contract.deepCopy();
    ((ObjectNode) written.path("info")).put("version", "development");
    Files.writeString(
        FILE,
        JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(written) + "\n");
  }
}
