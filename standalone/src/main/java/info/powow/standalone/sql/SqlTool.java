package info.powow.standalone.sql;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `sql URL HANDLE REASON CASE FORMAT OUT LIMIT SQL` of `./powow`; what is empty is not given. The
/// staff token comes from `POWOW_STAFF_TOKEN`; else the tool signs in with the handle, and the
/// password from the terminal or from `POWOW_PASSWORD`. An SQL of `-` is read from standard input.
public final class SqlTool {
  private static final String VERB = "sql";
  private static final int WORDS = 9;
  private static final int CUT = 3;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http;
  private final URI server;
  private final PrintStream out;
  private final PrintStream messages;

  private SqlTool(HttpClient http, URI server, PrintStream out, PrintStream messages) {
    this.http = http;
    this.server = server;
    this.out = out;
    this.messages = messages;
  }

  /// The server refused a call.
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(JsonNode problem) {
      super(
          problem.path("code").asString("refused")
              + ": "
              + problem.path("detail").asString("")
              + (problem.has("received") ? " " + problem.path("received").asString("") : ""));
    }
  }

  /// Whether a command line is this tool's.
  public static boolean takes(String... arguments) {
    return arguments.length == WORDS && arguments[0].equals(VERB);
  }

  /// @return the exit code
  public static int run(String... arguments) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build()) {
      return new SqlTool(http, URI.create(arguments[1]), out, System.err)
          .run(List.of(arguments).subList(2, WORDS));
    } catch (Refused e) {
      System.err.println(e.getMessage());
      return 1;
    } catch (IOException e) {
      System.err.println(arguments[1] + " does not answer: " + e.getClass().getSimpleName());
      return 1;
    }
  }

  private int run(List<String> words) throws IOException, InterruptedException, Refused {
    String reason = words.get(1);
    String format = words.get(3);
    String sql =
        words.get(6).equals("-")
            ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
            : words.get(6);
    String token = token(words.get(0), reason);
    if (token == null) {
      messages.println("No terminal to ask for the password: set POWOW_PASSWORD.");
      return 1;
    }
    String caseId = words.get(2).isEmpty() ? openCase(token, reason) : words.get(2);
    Map<String, Object> body = new HashMap<>();
    body.put("caseId", caseId);
    body.put("sql", sql);
    body.put("format", format.equals("table") ? "json" : format);
    if (!words.get(5).isEmpty()) {
      body.put("limit", Integer.parseInt(words.get(5)));
    }
    HttpRequest request = request("/api/analytics/query", token, body);
    Path file = words.get(4).isEmpty() ? null : Path.of(words.get(4));
    return file == null || format.equals("table")
        ? print(http.send(request, BodyHandlers.ofByteArray()), format)
        : save(request, file);
  }

  private int print(HttpResponse<byte[]> answer, String format) throws Refused {
    if (answer.statusCode() != 200) {
      throw new Refused(problem(answer.body()));
    }
    if (format.equals("table")) {
      out.print(TextTable.of(JSON.readTree(answer.body())));
    } else {
      out.writeBytes(answer.body());
      out.flush();
    }
    return end(answer);
  }

  private int save(HttpRequest request, Path file)
      throws IOException, InterruptedException, Refused {
    HttpResponse<Path> answer = http.send(request, BodyHandlers.ofFile(file));
    if (answer.statusCode() != 200) {
      byte[] problem = Files.readAllBytes(file);
      Files.delete(file);
      throw new Refused(problem(problem));
    }
    return end(answer);
  }

  private int end(HttpResponse<?> answer) {
    boolean cut = answer.headers().firstValue("Powow-Cut").orElse("").equals("true");
    messages.printf(
        "%s rows, up to index %s of the log%s%n",
        answer.headers().firstValue("Powow-Rows").orElse("?"),
        answer.headers().firstValue("Powow-Index").orElse("?"),
        cut ? "; there are more" : "");
    return cut ? CUT : 0;
  }

  private static JsonNode problem(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.createObjectNode();
    }
  }

  private String openCase(String token, String reason)
      throws IOException, InterruptedException, Refused {
    JsonNode opened =
        post("/api/analytics/cases", token, Map.of("purpose", reason, "basis", "./powow sql"));
    String id = opened.path("caseId").asString("");
    messages.println("Case " + id + " is open: go on with --case " + id);
    return id;
  }

  private @Nullable String token(String handle, String reason)
      throws IOException, InterruptedException, Refused {
    String given = System.getenv("POWOW_STAFF_TOKEN");
    if (given != null) {
      return given;
    }
    String password = password();
    if (password == null) {
      return null;
    }
    JsonNode session =
        post(
            "/api/sessions",
            null,
            Map.of("handle", handle, "password", password, "device", "powow sql"));
    return post(
            "/api/staff/tokens",
            session.path("token").asString(),
            Map.of("scopes", List.of("analytics"), "reason", reason, "password", password))
        .path("token")
        .asString();
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

  private JsonNode post(String path, @Nullable String token, Map<String, Object> body)
      throws IOException, InterruptedException, Refused {
    HttpResponse<byte[]> answer = http.send(request(path, token, body), BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw new Refused(problem(answer.body()));
    }
    return JSON.readTree(answer.body());
  }

  private HttpRequest request(String path, @Nullable String token, Map<String, Object> body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    return (token == null ? request : request.header("Authorization", "Bearer " + token)).build();
  }
}
