package info.powow.standalone.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Signs people up and in, as anybody does it.
final class DemoAccounts {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int CREATED = 201;
  private static final int HANDLE_TAKEN = 409;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final int OK = 200;

  private final HttpClient http;
  private final URI server;

  DemoAccounts(HttpClient http, URI server) {
    this.http = http;
    this.server = server;
  }

  /// A person who is signed in.
  record Session(String personId, String token, String refreshToken) {}

  /// Signs in, after signing up where there is no such account yet.
  ///
  /// @throws IOException when the server cannot be reached, or does not want this person
  Session enter(String handle, String password, String displayName)
      throws IOException, InterruptedException {
    HttpResponse<String> account =
        post(
            "/api/people",
            Map.of("handle", handle, "password", password, "displayName", displayName));
    if (account.statusCode() != CREATED && account.statusCode() != HANDLE_TAKEN) {
      throw new IOException("sign-up failed with status " + account.statusCode());
    }
    Session session =
        session(post("/api/sessions", Map.of("handle", handle, "password", password)));
    // The neighbours of the demo know each other.
    HttpResponse<String> allowed =
        send(
            HttpRequest.newBuilder(server.resolve("/api/me"))
                .header("authorization", "Bearer " + session.token())
                .method(
                    "PATCH", HttpRequest.BodyPublishers.ofString("{\"mayAddMe\":\"everyone\"}")));
    if (allowed.statusCode() != OK) {
      throw new IOException("changing consent failed with status " + allowed.statusCode());
    }
    return session;
  }

  /// Goes on with a session whose token may have expired.
  ///
  /// @throws IOException when the server cannot be reached, or the session has ended
  Session refresh(Session session) throws IOException, InterruptedException {
    return session(post("/api/sessions/refresh", Map.of("refreshToken", session.refreshToken())));
  }

  private static Session session(HttpResponse<String> response) throws IOException {
    if (response.statusCode() != CREATED) {
      throw new IOException("sign-in failed with status " + response.statusCode());
    }
    JsonNode answer = JSON.readTree(response.body());
    return new Session(
        answer.path("personId").asString(),
        answer.path("token").asString(),
        answer.path("refreshToken").asString());
  }

  /// Asks again as long as the server says that it is too busy for it now: it limits how fast
  /// people sign up.
  private HttpResponse<String> post(String path, Object body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(server.resolve(path))
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  private HttpResponse<String> send(HttpRequest.Builder building)
      throws IOException, InterruptedException {
    HttpRequest request =
        building.header("content-type", "application/json").timeout(TIMEOUT).build();
    while (true) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != TOO_MANY_REQUESTS && answer.statusCode() != UNAVAILABLE) {
        return answer;
      }
      Thread.sleep(Duration.ofSeconds(answer.headers().firstValueAsLong("retry-after").orElse(2)));
    }
  }
}
