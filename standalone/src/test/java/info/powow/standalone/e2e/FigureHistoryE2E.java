package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.standalone.admin.AdminTool;
import info.powow.standalone.e2e.TestPeople.Answer;
import info.powow.standalone.e2e.TestPeople.Person;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// An operator looks at how it was before the server was killed.
@Timeout(300)
class FigureHistoryE2E {
  private static final String HISTORY = "/api/ops/history";
  private static final String HEAP = "heap (bytes)";

  @Test
  void theFiguresSurviveAKill(@TempDir Path folder) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient();
        PowowProcess powow = PowowProcess.start(folder)) {
      TestPeople people = new TestPeople(http, powow.http());
      Person ada = people.signUp("ada");
      assertThat(AdminTool.run("admin", powow.data().toString(), "grant", ada.handle(), "operator"))
          .isZero();
      Person operator = operator(people, ada);
      Path file = powow.data().resolve("ops").resolve("history");
      while (!Files.exists(file)) {
        // Polls, because another process cannot notify the test.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
      powow.kill();
      Instant killed = Instant.now();
      powow.restart();

      assertThat(people.get(ada, HISTORY).status()).isEqualTo(401);
      assertThat(people.get(ada, of("1s")).status()).isEqualTo(401);
      assertThat(people.read(operator, HISTORY).path("figures").toString()).contains(HEAP);
      List<Instant> points = points(people, operator);
      while (points.getLast().isBefore(killed)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        points = points(people, operator);
      }
      assertThat(points.getFirst()).isBefore(killed);
      assertThat(points).isSorted().doesNotHaveDuplicates();
      Answer unknown = people.get(operator, of("2s"));
      assertThat(unknown.status()).isEqualTo(400);
      assertThat(unknown.body().path("field").asString()).isEqualTo("resolution");
    }
  }

  private static String of(String resolution) {
    return HISTORY
        + '/'
        + URLEncoder.encode(HEAP, StandardCharsets.UTF_8).replace("+", "%20")
        + "?resolution="
        + resolution;
  }

  private static List<Instant> points(TestPeople people, Person operator) throws Exception {
    JsonNode nodes = people.read(operator, of("1s")).path("nodes");
    assertThat(nodes).hasSize(1);
    List<Instant> points = new ArrayList<>();
    for (JsonNode point : nodes.get(0).path("points")) {
      assertThat(point.path("value").asDouble()).isPositive();
      points.add(Instant.parse(point.path("at").asString()));
    }
    return points;
  }

  private static Person operator(TestPeople people, Person person) throws Exception {
    Answer answer =
        people.post(
            person,
            "/api/staff/tokens",
            Map.of("scopes", List.of("ops"), "reason", "A test", "password", person.password()));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return new Person(
        person.id(), person.handle(), person.password(), answer.body().path("token").asString());
  }
}
