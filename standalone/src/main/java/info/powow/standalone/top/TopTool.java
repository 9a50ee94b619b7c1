package info.powow.standalone.top;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `top URL HANDLE REASON [once]` of `./powow`: the operators' page in a terminal. The password comes
/// from the terminal, or from `POWOW_PASSWORD`.
public final class TopTool {
  private static final String VERB = "top";
  private static final int WORDS = 4;
  private static final String CLEAR = "\033[H\033[2J";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http;
  private final URI server;
  private final PrintStream out;

  private TopTool(HttpClient http, URI server, PrintStream out) {
    this.http = http;
    this.server = server;
    this.out = out;
  }

  /// Whether a command line is this tool's.
  public static boolean takes(String... arguments) {
    return arguments.length >= WORDS && arguments[0].equals(VERB);
  }

  /// @return the exit code
  public static int run(String... arguments) throws InterruptedException {
    String password = password();
    if (password == null) {
      System.out.println("No terminal to ask for the password: set POWOW_PASSWORD.");
      return 1;
    }
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build()) {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      TopTool top = new TopTool(http, URI.create(arguments[1]), out);
      return top.run(arguments[2], password, arguments[3], arguments.length > WORDS);
    } catch (IOException e) {
      System.out.println(arguments[1] + " does not answer: " + e.getClass().getSimpleName());
      return 1;
    }
  }

  private static @Nullable String password() {
    String given = System.getenv("POWOW_PASSWORD");
    Console console = System.console();
    if (given != null || console == null) {
      return given;
    }
    char[] typed = console.readPassword("Password: ");
    return typed == null ? null : new String(typed);
  }

  private int run(String handle, String password, String reason, boolean once)
      throws IOException, InterruptedException {
    JsonNode session =
        post(
            "/api/sessions",
            null,
            Map.of("handle", handle, "password", password, "device", "powow top"));
    if (!session.has("token")) {
      return refused(session);
    }
    JsonNode staff =
        post(
            "/api/staff/tokens",
            session.path("token").asString(),
            Map.of("scopes", List.of("ops"), "reason", reason, "password", password));
    if (!staff.has("token")) {
      return refused(staff);
    }
    return once ? showOnce(staff.path("token").asString()) : follow(staff.path("token").asString());
  }

  private int showOnce(String token) throws IOException, InterruptedException {
    JsonNode status =
        JSON.readTree(
            http.send(
                    request("/api/ops/status", token).GET().build(),
                    HttpResponse.BodyHandlers.ofString())
                .body());
    if (!status.has("dependencies")) {
      return refused(status);
    }
    out.print(TopScreen.render(status));
    return 0;
  }

  /// The server ends the events after some minutes; they are asked for again as long as the token is
  /// good.
  private int follow(String token) throws IOException, InterruptedException {
    while (true) {
      HttpResponse<java.util.stream.Stream<String>> events =
          http.send(
              HttpRequest.newBuilder(server.resolve("/api/ops/events"))
                  .header("Authorization", "Bearer " + token)
                  .build(),
              HttpResponse.BodyHandlers.ofLines());
      if (events.statusCode() != 200) {
        out.println("Sign in again: the token is not valid any more.");
        return 1;
      }
      events
          .body()
          .filter(line -> line.startsWith("data:"))
          .forEach(line ->
              out.print(CLEAR + TopScreen.render(JSON.readTree(line.substring("data:".length())))));
    }
  }

  private int refused(JsonNode problem) {
    out.println(
        problem.path("code").asString("refused") + ": " + problem.path("detail").asString(""));
    return 1;
  }

  private JsonNode post(String path, @Nullable String token, Map<String, Object> body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path, token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private HttpRequest.Builder request(String path, @Nullable String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).timeout(TIMEOUT);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }
}
