package info.powow.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// What docker-compose.yml says against what the code and the other files say.
class ComposeTest {
  private static final Path HOUSE = Path.of("..");
  private static final Pattern SETTING = Pattern.compile("\\| `(powow\\.[a-z0-9.-]+)` \\|");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(POWOW_[A-Z0-9_]+)(-[^}]*)?}");

  private final Map<String, Map<String, Object>> services = services();

  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Object>> services() {
    try {
      Map<String, Object> compose =
          new Yaml().load(Files.readString(HOUSE.resolve("docker-compose.yml")));
      return (Map<String, Map<String, Object>>) compose.get("services");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> nodes() {
    return services.keySet().stream()
        .filter(name -> name.matches("(command|query|socket)-\\d"))
        .toList();
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> environment(String service) {
    return (Map<String, String>) services.get(service).get("environment");
  }

  @Test
  void theTopologyIsTheDocumentedOne() {
    assertThat(nodes())
        .containsExactlyInAnyOrder(
            "command-1", "command-2", "query-1", "query-2", "socket-1", "socket-2", "socket-3");
    assertThat(services).containsKeys("haproxy", "axonserver", "mongodb", "elasticsearch");
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
      assertThat(environment(node).keySet().stream().filter(name -> name.startsWith("POWOW_")))
          .as(node)
          .isNotEmpty()
          .allSatisfy(name -> assertThat(known).contains(name));
    }
  }

  /// As Spring Boot reads it from the environment.
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
    assertThat(environment("haproxy").keySet()).containsExactlyInAnyOrderElementsOf(needed);
    List<String> addressed = new ArrayList<>(environment("haproxy").values());
    assertThat(addressed).containsAll(nodes().stream().map(node -> node + ":8080").toList());
  }

  @Test
  void noSecretStandsInIt() throws IOException {
    for (String line : Files.readAllLines(HOUSE.resolve("docker-compose.yml"))) {
      if (line.matches("(?i).*(secret|password|key).*: .*") && !line.strip().startsWith("#")) {
        assertThat(line).containsPattern("\\$\\{[A-Z_]+:\\?");
      }
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void everyServiceThatIsWaitedForTellsWhenItIsHealthy() {
    for (String node : nodes()) {
      Map<String, Map<String, String>> awaited =
          (Map<String, Map<String, String>>) services.get(node).get("depends_on");
      assertThat(awaited).isNotEmpty();
      awaited.forEach((service, condition) -> {
        assertThat(condition).containsEntry("condition", "service_healthy");
        assertThat(services.get(service)).containsKey("healthcheck");
      });
    }
  }

  @Test
  void onlyTheProxyIsReachedFromOutside() {
    services.forEach((name, service) -> {
      if (!name.equals("haproxy")) {
        assertThat(service).as(name).doesNotContainKey("ports");
        assertThat(service.get("networks")).as(name).isEqualTo(List.of("inside"));
      }
    });
  }
}
