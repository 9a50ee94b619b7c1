package info.powow.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Compares docker-compose.yml with the code and the other files.
class ComposeTest {
  private static final Path HOUSE = Path.of("..");
  private static final Pattern SETTING = Pattern.compile("\\| `(powow\\.[a-z0-9.-]+)` \\|");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(POWOW_[A-Z0-9_]+)(-[^}]*)?}");

  private final JsonNode services = services();

  private static JsonNode services() {
    try {
      Object compose = new Yaml().load(Files.readString(HOUSE.resolve("docker-compose.yml")));
      return JsonMapper.shared().<JsonNode>valueToTree(compose).path("services");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> nodes() {
    return services.propertyNames().stream()
        .filter(name -> name.matches("(command|query|socket|notify|staff)-\\d"))
        .toList();
  }

  private JsonNode environment(String service) {
    return services.path(service).path("environment");
  }

  @Test
  void theTopologyIsTheDocumentedOne() {
    assertThat(nodes())
        .containsExactlyInAnyOrder(
            "command-1",
            "command-2",
            "query-1",
            "query-2",
            "socket-1",
            "socket-2",
            "socket-3",
            "notify-1",
            "staff-1");
    assertThat(services.propertyNames())
        .contains("haproxy", "axonserver", "mongodb", "elasticsearch");
  }

  @Test
  void everySettingThatIsNamedExists() throws IOException {
    Set<String> known = new TreeSet<>();
    Matcher settings =
        SETTING.matcher(Files.readString(HOUSE.resolve(Path.of("docs", "configuration.md"))));
    while (settings.find()) {
      known.add(asVariable(settings.group(1)));
    }
    assertThat(known).isNotEmpty();
    for (String node : nodes()) {
      assertThat(
              environment(node).propertyNames().stream().filter(name -> name.startsWith("POWOW_")))
          .as(node)
          .isNotEmpty()
          .allSatisfy(name -> assertThat(known).contains(name));
    }
  }

  /// The name of a setting as an environment variable.
  private static String asVariable(String setting) {
    return setting.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  @Test
  void haproxyIsGivenEveryVariableThatItNeeds() throws IOException {
    Set<String> needed = new TreeSet<>();
    Matcher variables =
        VARIABLE.matcher(Files.readString(HOUSE.resolve(Path.of("deploy", "haproxy.cfg"))));
    while (variables.find()) {
      if (variables.group(2) == null) {
        needed.add(variables.group(1));
      }
    }
    assertThat(environment("haproxy").propertyNames()).containsExactlyInAnyOrderElementsOf(needed);
    List<String> addressed =
        environment("haproxy").values().stream().map(JsonNode::asString).toList();
    assertThat(addressed).containsAll(nodes().stream().map(node -> node + ":8080").toList());
  }

  /// A node that is not in the list is not on the operators' page, and one with another name is there
  /// twice.
  @Test
  void everyNodeKnowsAllOthersUnderTheirNames() {
    for (String node : nodes()) {
      assertThat(environment(node).path("POWOW_OPS_NODE").asString()).isEqualTo(node);
      assertThat(environment(node).path("POWOW_OPS_NODES").asString().split(","))
          .as(node)
          .containsExactlyInAnyOrderElementsOf(
              nodes().stream().map(each -> each + "=http://" + each + ":18080").toList());
    }
  }

  @Test
  void noSecretStandsInIt() throws IOException {
    for (String line : Files.readAllLines(HOUSE.resolve("docker-compose.yml"))) {
      if (line.matches("(?i).*(secret|password|key).*: .*")
          && !line.contains("_FOLDER: ")
          && !line.endsWith(": {}")
          && !line.strip().startsWith("#")) {
        assertThat(line).containsPattern("\\$\\{[A-Z_]+:\\?");
      }
    }
  }

  @Test
  void everyServiceThatIsWaitedForTellsWhenItIsHealthy() {
    for (String node : nodes()) {
      JsonNode awaited = services.path(node).path("depends_on");
      assertThat(awaited.propertyNames()).as(node).isNotEmpty();
      for (String service : awaited.propertyNames()) {
        assertThat(awaited.path(service).path("condition").asString()).isEqualTo("service_healthy");
        assertThat(services.path(service).has("healthcheck")).as(service).isTrue();
      }
    }
  }

  @Test
  void onlyTheProxyIsReachedFromOutside() {
    for (String name : services.propertyNames()) {
      if (!name.equals("haproxy")) {
        assertThat(services.path(name).has("ports")).as(name).isFalse();
        assertThat(
                services.path(name).path("networks").values().stream()
                    .map(JsonNode::asString)
                    .toList())
            .as(name)
            // Only the process that notifies reaches push services.
            .isEqualTo(name.equals("notify-1") ? List.of("inside", "internet") : List.of("inside"));
      }
    }
  }
}
