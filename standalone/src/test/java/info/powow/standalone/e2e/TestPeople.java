package info.powow.standalone.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Signs people up at a server, and asks it over HTTP as them.
final class TestPeople {
  static final JsonMapper JSON = new JsonMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient http;
  private final URI server;

  TestPeople(HttpClient http, URI server) {
    this.http = http;
    this.server = server;
  }

  /// @param id the personId
  record Person(String id, String handle, String password, String token) {}

  record Answer(int status, JsonNode body) {}

  /// Somebody new, under a handle that nobody has.
  Person signUp(String name) throws IOException, InterruptedException {
    String handle = name + "_" + UUID.randomUUID().toString().substring(0, 8).replace("-", "");
    String password = UUID.randomUUID().toString();
    Answer account =
        post(
            null,
            "/api/people",
            Map.of("handle", handle, "password", password, "displayName", name));
    if (account.status() != 201) {
      throw new IOException("signing up is answered with " + account);
    }
    Person person = signIn(handle, password);
    // So that a test gathers people in a group without asking each of them.
    Answer allowed =
        send(
            request(person, "/api/me")
                .header("content-type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"mayAddMe\":\"everyone\"}"))
                .build());
    if (allowed.status() != 200) {
      throw new IOException("allowing everybody to add is answered with " + allowed);
    }
    return person;
  }

  Person signIn(String handle, String password) throws IOException, InterruptedException {
    Answer session = post(null, "/api/sessions", Map.of("handle", handle, "password", password));
    if (session.status() != 201) {
      throw new IOException("signing in is answered with " + session);
    }
    return new Person(
        session.body().path("personId").asString(),
        handle,
        password,
        session.body().path("token").asString());
  }

  /// What a person is shown.
  ///
  /// @throws IOException when it is not shown
  JsonNode read(Person person, String path) throws IOException, InterruptedException {
    Answer answer = get(person, path);
    if (answer.status() != 200) {
      throw new IOException(path + " is answered with " + answer);
    }
    return answer.body();
  }

  Answer get(@Nullable Person person, String path) throws IOException, InterruptedException {
    return send(request(person, path).GET().build());
  }

  Answer post(@Nullable Person person, String path, Object body)
      throws IOException, InterruptedException {
    return send(
        request(person, path)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build());
  }

  /// As [#post], with a key of its own.
  Answer postWithKey(Person person, String path, Object body)
      throws IOException, InterruptedException {
    return send(
        request(person, path)
            .header("content-type", "application/json")
            .header("idempotency-key", UUID.randomUUID().toString())
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build());
  }

  private HttpRequest.Builder request(@Nullable Person person, String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).timeout(TIMEOUT);
    if (person != null) {
      request.header("authorization", "Bearer " + person.token());
    }
    return request;
  }

  Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    String body = response.body();
    return new Answer(
        response.statusCode(),
        body.startsWith("{") || body.startsWith("[")
            ? JSON.readTree(body)
            : JSON.valueToTree(body));
  }
}
