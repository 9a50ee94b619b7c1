package info.powow.bench.people;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes accounts over HTTP, as people do.
public final class BenchAccounts {
  private static final String PASSWORD = "the ducks are back on the pond";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /// Password hashing is all that takes time here: more at once would only queue.
  private static final int WIDTH = 16;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI server;
  private final String run;
  private final ProgressLine progress;

  /// @param run what makes this run's handles different from those of the runs before it
  public BenchAccounts(URI server, String run, ProgressLine progress) {
    this.server = server;
    this.run = run;
    this.progress = progress;
  }

  /// Signs up people and signs them in.
  public List<BenchPerson> signUp(int count) throws InterruptedException {
    List<Integer> numbers = IntStream.range(0, count).boxed().toList();
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return Concurrently.map(
          "People signed up", numbers, WIDTH, progress, number -> signUp(http, number));
    }
  }

  private BenchPerson signUp(HttpClient http, int number) throws IOException, InterruptedException {
    String handle = "b" + run + number;
    post(
        http,
        "/api/people",
        Map.of("handle", handle, "password", PASSWORD, "displayName", "Neighbour " + number));
    JsonNode session = post(http, "/api/sessions", Map.of("handle", handle, "password", PASSWORD));
    String token = session.required("token").asString();
    // The groups of a run are made without asking each of their members.
    send(
        http,
        HttpRequest.newBuilder(server.resolve("/api/me"))
            .header("authorization", "Bearer " + token)
            .method("PATCH", BodyPublishers.ofString("{\"mayAddMe\":\"everyone\"}")),
        200);
    return new BenchPerson(session.required("personId").asString(), token);
  }

  private JsonNode post(HttpClient http, String path, Map<String, String> body)
      throws IOException, InterruptedException {
    return send(
        http,
        HttpRequest.newBuilder(server.resolve(path))
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))),
        201);
  }

  private static JsonNode send(HttpClient http, HttpRequest.Builder building, int expected)
      throws IOException, InterruptedException {
    HttpRequest request =
        building.timeout(TIMEOUT).header("content-type", "application/json").build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != expected) {
      throw new IOException(
          request.uri().getPath() + " answered " + response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }
}
