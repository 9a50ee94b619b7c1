package info.powow.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// A Powow server, as a Java program sees it. Thread-safe; one instance serves any number of people.
///
/// ```java
/// try (PowowClient powow = new PowowClient(URI.create("http://127.0.0.1:8080"), Clock.systemUTC())) {
///   Session bob = powow.signIn("bob", "the heron is back");
///   Device device = bob.connect(ResumePoint.START, event -> System.out.println(event));
///   device.send("/app/conversations/" + id + "/send", Map.of("key", key, "text", "hello"));
/// }
/// ```
public final class PowowClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
  private static final Duration UNKNOWN_WAIT = Duration.ofSeconds(2);
  private static final int OK = 200;
  private static final int REDIRECTION = 300;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final JsonMapper JSON = new JsonMapper();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;
  private final URI server;
  private final Clock clock;

  /// @param server the server's address, such as `http://127.0.0.1:8080`
  /// @param clock tells when tokens expire; `Clock.systemUTC()` but for tests
  public PowowClient(URI server, Clock clock) {
    this.server = server;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  }

  /// Creates an account and signs in.
  ///
  /// @throws Refused with `handle_taken`, `weak_password`, …
  public Session signUp(String handle, String password, String displayName)
      throws IOException, InterruptedException {
    call(
        "POST",
        "/api/people",
        Map.of(),
        Map.of("handle", handle, "password", password, "displayName", displayName));
    return signIn(handle, password);
  }

  /// @throws Refused with `wrong_credentials`
  public Session signIn(String handle, String password) throws IOException, InterruptedException {
    return new Session(
        this,
        call("POST", "/api/sessions", Map.of(), Map.of("handle", handle, "password", password)));
  }

  /// Goes on with a session that an earlier run of the program started.
  ///
  /// @param refreshToken the newest that [Session#refreshToken()] returned
  /// @throws Refused with `unauthenticated` or `session_ended` when the person has to sign in again
  public Session resume(String refreshToken) throws IOException, InterruptedException {
    return new Session(this, refresh(refreshToken));
  }

  JsonNode refresh(String refreshToken) throws IOException, InterruptedException {
    return call("POST", "/api/sessions/refresh", Map.of(), Map.of("refreshToken", refreshToken));
  }

  Clock clock() {
    return clock;
  }

  HttpClient http() {
    return http;
  }

  /// Where the server accepts WebSockets.
  URI socket() {
    return URI.create(server.toString().replaceFirst("^http", "ws")).resolve("/ws");
  }

  /// Makes a call. Repeats it while the server asks to wait, for two minutes at most.
  ///
  /// @return the body of the answer; a missing node when there is none
  JsonNode call(String method, String path, Map<String, String> headers, @Nullable Object body)
      throws IOException, InterruptedException {
    HttpRequest.Builder building =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(TIMEOUT)
            .header("content-type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JSON.writeValueAsString(body)));
    headers.forEach(building::header);
    HttpRequest request = building.build();
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (true) {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      int status = answer.statusCode();
      if (status >= OK && status < REDIRECTION) {
        return answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
      }
      boolean isToWait = status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
      Duration wait = retryAfter(answer);
      if (!isToWait || System.nanoTime() + wait.toNanos() > end) {
        throw refused(answer, isToWait ? wait : null);
      }
      Thread.sleep(wait);
    }
  }

  private static Duration retryAfter(HttpResponse<?> answer) {
    var seconds = answer.headers().firstValueAsLong("retry-after");
    return seconds.isPresent() ? Duration.ofSeconds(seconds.getAsLong()) : UNKNOWN_WAIT;
  }

  private static Refused refused(HttpResponse<String> answer, @Nullable Duration wait)
      throws IOException {
    if (!answer.headers().firstValue("content-type").orElse("").contains("json")) {
      throw new IOException("answered with status " + answer.statusCode());
    }
    JsonNode problem = JSON.readTree(answer.body());
    return new Refused(
        problem.path("code").asString("unknown"),
        problem.path("detail").asString(""),
        problem.has("field") ? problem.path("field").asString() : null,
        wait);
  }

  /// Ends all connections of all devices.
  @Override
  public void close() {
    http.shutdownNow();
    threads.shutdownNow();
  }
}
