package info.powow.standalone.replay;

import info.powow.standalone.sql.TextTable;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `replay URL HANDLE REASON [name=value]…` of `./powow`: writes the events of a replay to standard
/// output, and how far it is to standard error. A stream that was cut goes on where it ended. With
/// other limits, it writes what they would have refused instead of the events.
public final class ReplayTool {
  private static final String VERB = "replay";
  private static final int WORDS = 4;
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final int MOST_CUTS_WITHOUT_PROGRESS = 5;
  private static final int PROGRESS_EVERY = 10_000;
  private static final int SAMPLES = 5;
  private static final String OVER = "{\"type\":\"replayed\"";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http;
  private final URI server;
  private final PrintStream out;
  private final PrintStream progress;

  ReplayTool(HttpClient http, URI server, PrintStream out, PrintStream progress) {
    this.http = http;
    this.server = server;
    this.out = out;
    this.progress = progress;
  }

  /// Whether a command line is this tool's.
  public static boolean takes(String... arguments) {
    return arguments.length >= WORDS && arguments[0].equals(VERB);
  }

  /// @return the exit code
  public static int run(String... arguments) throws InterruptedException {
    String password = password();
    if (password == null) {
      System.err.println("No terminal to ask for the password: set POWOW_PASSWORD.");
      return 1;
    }
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      ReplayTool tool =
          new ReplayTool(
              http,
              URI.create(arguments[1]),
              new PrintStream(System.out, false, StandardCharsets.UTF_8),
              System.err);
      List<String> options = List.of(arguments).subList(WORDS, arguments.length);
      return tool.replay(arguments[2], password, arguments[3], options);
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

  /// @param options each `name=value`
  int replay(String handle, String password, String reason, List<String> options)
      throws InterruptedException {
    try {
      return withToken(handle, password, reason, options);
    } catch (IOException e) {
      progress.println(server + " does not answer: " + e.getClass().getSimpleName());
      return 1;
    } finally {
      out.flush();
    }
  }

  private int withToken(String handle, String password, String reason, List<String> options)
      throws IOException, InterruptedException {
    Map<String, Object> body = body(options);
    boolean reveal = Boolean.TRUE.equals(body.get("reveal"));
    JsonNode session =
        post(
            "/api/sessions",
            null,
            Map.of("handle", handle, "password", password, "device", "powow replay"));
    if (!session.has("token")) {
      return refused(session);
    }
    JsonNode staff =
        post(
            "/api/staff/tokens",
            session.path("token").asString(),
            Map.of(
                "scopes",
                reveal ? List.of("replay", "reveal") : List.of("replay"),
                "reason",
                reason,
                "password",
                password));
    if (!staff.has("token")) {
      return refused(staff);
    }
    String token = staff.path("token").asString();
    JsonNode begun = post("/api/replays", token, body);
    if (!begun.has("replayId")) {
      return refused(begun);
    }
    String path = "/api/replays/" + begun.path("replayId").asString();
    long events = begun.path("events").asLong();
    progress.println(events + " events");
    try {
      Map<String, Object> rules = rules(options);
      return rules.isEmpty()
          ? read(path, token, events, after(options))
          : judge(path, token, rules, options.contains("cascading=true"));
    } finally {
      http.send(request(path, token).DELETE().build(), HttpResponse.BodyHandlers.discarding());
    }
  }

  private static long after(List<String> options) {
    return options.stream()
        .filter(option -> option.startsWith("after="))
        .mapToLong(option -> Long.parseLong(option.substring("after=".length())))
        .findFirst()
        .orElse(0);
  }

  private static Map<String, Object> body(List<String> options) {
    Map<String, Object> body = new LinkedHashMap<>();
    Map<String, List<String>> filter = new LinkedHashMap<>();
    for (String option : options) {
      String name = option.substring(0, Math.max(0, option.indexOf('=')));
      String value = option.substring(option.indexOf('=') + 1);
      switch (name) {
        case "from", "to" ->
            body.put(
                name,
                value.matches("\\d{1,18}")
                    ? Map.of("index", Long.parseLong(value))
                    : Map.of("at", value));
        case "speed" -> body.put("speed", value);
        case "case" -> body.put("caseId", value);
        case "reveal" -> body.put("reveal", true);
        case "conversation" ->
            filter.computeIfAbsent("conversations", _ -> new ArrayList<>()).add(value);
        case "person" -> filter.computeIfAbsent("people", _ -> new ArrayList<>()).add(value);
        case "type" -> filter.computeIfAbsent("types", _ -> new ArrayList<>()).add(value);
        default -> {}
      }
    }
    if (!filter.isEmpty()) {
      body.put("filter", filter);
    }
    return body;
  }

  private int read(String path, String token, long events, long start)
      throws IOException, InterruptedException {
    long after = start;
    long count = 0;
    int cuts = 0;
    while (cuts < MOST_CUTS_WITHOUT_PROGRESS) {
      HttpResponse<InputStream> answer =
          http.send(
              HttpRequest.newBuilder(server.resolve(path + "/events?after=" + after))
                  .header("Authorization", "Bearer " + token)
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        if (answer.statusCode() != 200) {
          return refused(JSON.readTree(lines.readLine()));
        }
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.isEmpty()) {
            continue;
          }
          if (line.startsWith(OVER)) {
            out.println(line);
            progress.println("Done: " + count + " events");
            return 0;
          }
          after = JSON.readTree(line).path("index").asLong();
          out.println(line);
          count++;
          cuts = 0;
          if (count % PROGRESS_EVERY == 0) {
            progress.println(count + " of " + events + ", up to index " + after);
          }
        }
      } catch (IOException | JacksonException cut) {
        // Half a line at the end was not printed; it comes again.
      }
      cuts++;
    }
    progress.println("The server stopped sending. Go on with --after " + after);
    return 1;
  }

  private static Map<String, Object> rules(List<String> options) {
    Map<String, Object> rules = new LinkedHashMap<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      String rule =
          switch (option.substring(0, Math.max(0, equals))) {
            case "slow-mode" -> "slowModeSeconds";
            case "messages-per-minute" -> "messagesPerMinute";
            case "max-text" -> "maxTextBytes";
            default -> null;
          };
      if (rule != null) {
        rules.put(rule, Integer.parseInt(option.substring(equals + 1)));
      }
    }
    return rules;
  }

  private int judge(String path, String token, Map<String, Object> rules, boolean cascading)
      throws IOException, InterruptedException {
    JsonNode judged =
        post(path + "/dry-runs", token, Map.of("rules", rules, "cascading", cascading));
    if (!judged.has("refused")) {
      return refused(judged);
    }
    out.println(
        judged.path("refused")
            + " of "
            + judged.path("messages")
            + " messages would have been refused, of "
            + judged.path("people")
            + " people");
    if (judged.path("undecidable").asLong() > 0) {
      out.println(judged.path("undecidable") + " cannot be judged: their text was erased");
    }
    if (cascading) {
      out.println(judged.path("leftOut") + " events that build on them are left out");
    }
    List<String> names = new ArrayList<>();
    List<List<String>> hits = new ArrayList<>();
    for (JsonNode rule : judged.path("rules")) {
      String name = rule.path("rule").asString("");
      names.add(name);
      hits.add(
          List.of(
              name,
              rule.path("refused").toString(),
              rule.path("people").toString(),
              judged
                  .path("samples")
                  .valueStream()
                  .filter(sample -> sample.path("rule").asString("").equals(name))
                  .limit(SAMPLES)
                  .map(sample -> sample.path("index").toString())
                  .collect(Collectors.joining(" "))));
    }
    out.println();
    out.print(TextTable.of(List.of("rule", "refused", "people", "first events"), hits));
    List<List<String>> days = new ArrayList<>();
    for (JsonNode day : judged.path("days")) {
      List<String> cells = new ArrayList<>(List.of(day.path("day").asString("")));
      names.forEach(name -> cells.add(Long.toString(day.path("refused").path(name).asLong())));
      days.add(cells);
    }
    if (!days.isEmpty()) {
      names.addFirst("day");
      out.println();
      out.print(TextTable.of(names, days));
    }
    return 0;
  }

  private int refused(JsonNode problem) {
    progress.println(
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
