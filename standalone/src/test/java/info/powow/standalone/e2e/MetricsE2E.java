package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.FileSystemResource;
import tools.jackson.databind.json.JsonMapper;

/// Compares docs/metrics.md, the dashboard and the alert rules with the metrics of a running server.
/// `-Dreference.write=true` writes the page.
@ExtendWith(SharedPowow.class)
class MetricsE2E {
  private static final Path PAGE = Path.of("..", "docs", "metrics.md");
  private static final String BEGIN = "<!-- from here on written by MetricsE2E -->\n";
  private static final Path DEPLOY = Path.of("..", "deploy");

  /// Only several processes have it.
  private static final String PEERS =
      "| `powow_socket_peers` | gauge |  | Other nodes whose presence this node knows |";

  private static final Pattern HELP = Pattern.compile("# HELP (\\S+) ?(.*)");
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z0-9_:]+)(?:\\{([^}]*)\\})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");
  private static final Pattern SERIES =
      Pattern.compile("\\b(?:powow|jvm|process|disk|http_server)_[a-z0-9_]+");

  private final PowowProcess powow;
  private final Set<String> series = new TreeSet<>();
  private final Map<String, String> rows = new TreeMap<>();

  MetricsE2E(PowowProcess powow) {
    this.powow = powow;
  }

  @BeforeEach
  void scrape() throws IOException, InterruptedException {
    Map<String, String> help = new TreeMap<>();
    Map<String, String> types = new TreeMap<>();
    Map<String, Set<String>> labels = new TreeMap<>();
    for (String line : exposition().split("\n", -1)) {
      Matcher described = HELP.matcher(line);
      Matcher typed = TYPE.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (described.matches()) {
        help.put(described.group(1), described.group(2));
      } else if (typed.matches()) {
        types.put(typed.group(1), typed.group(2));
      } else if (sample.matches()) {
        series.add(sample.group(1));
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        String name = sample.group(1).replaceFirst("_(count|sum|bucket)$", "");
        while (label.find()) {
          if (!Set.of("le", "quantile").contains(label.group(1))) {
            labels.computeIfAbsent(name, _ -> new TreeSet<>()).add(label.group(1));
          }
        }
      }
    }
    types.forEach((name, type) -> {
      if (name.startsWith("powow_") && !isMaximum(name, types)) {
        rows.put(
            name,
            "| `%s` | %s | %s | %s |"
                .formatted(
                    name,
                    type,
                    String.join(", ", labels.getOrDefault(name, Set.of())),
                    help.getOrDefault(name, "")));
      }
    });
    rows.put("powow_socket_peers", PEERS);
  }

  /// Micrometer adds a gauge to each timer and summary.
  private static boolean isMaximum(String name, Map<String, String> types) {
    return name.endsWith("_max")
        && types.containsKey(name.substring(0, name.length() - "_max".length()));
  }

  private String exposition() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      // So that there was a request.
      http.send(
          HttpRequest.newBuilder(powow.http().resolve("/openapi.json")).build(),
          HttpResponse.BodyHandlers.discarding());
      return http.send(
              HttpRequest.newBuilder(powow.management().resolve("/actuator/prometheus")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void thePageListsEveryMetricAsTheServerHasIt() throws IOException {
    String page = Files.readString(PAGE);
    String introduction = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String expected =
        introduction
            + "\n| metric | type | labels | meaning |\n| --- | --- | --- | --- |\n"
            + String.join("\n", rows.values())
            + "\n";
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(expected);
    assertThat(rows.values()).as("each has a description").noneMatch(row -> row.endsWith("|  |"));
  }

  @Test
  void theDashboardShowsOnlyMetricsThatExist() throws IOException {
    String dashboard = Files.readString(DEPLOY.resolve("grafana/powow.json"));

    assertThat(JsonMapper.shared().readTree(dashboard).path("panels").size()).isGreaterThan(10);
    assertThat(series).containsAll(namesIn(dashboard));
  }

  @Test
  void anAlertRuleUsesOnlyMetricsThatExist() throws IOException {
    Path rules = DEPLOY.resolve("prometheus/alerts.yaml");
    YamlMapFactoryBean yaml = new YamlMapFactoryBean();
    yaml.setResources(new FileSystemResource(rules));

    assertThat(yaml.getObject()).containsKey("groups");
    assertThat(series).containsAll(namesIn(Files.readString(rules)));
  }

  private static Set<String> namesIn(String text) {
    Set<String> names = new TreeSet<>();
    Matcher name = SERIES.matcher(text);
    while (name.find()) {
      names.add(name.group());
    }
    assertThat(names).hasSizeGreaterThan(8);
    return names;
  }
}
