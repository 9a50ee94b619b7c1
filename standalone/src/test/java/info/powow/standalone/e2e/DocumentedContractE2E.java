package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Compares docs/protocol.md with `/openapi.json` and `/asyncapi.json`.
@ExtendWith(SharedPowow.class)
class DocumentedContractE2E {
  private static final Path PAGE = Path.of("..", "docs", "protocol.md");
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");
  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z]*");
  private static final Pattern METHODS = Pattern.compile("GET|POST|PUT|PATCH|DELETE");

  /// @param query the names of its parameters
  /// @param body the names of its fields
  private record Call(Set<String> query, Set<String> body) {}

  @Test
  void everyHttpCallOfThePageIsInOpenApiAndEveryOneOfThatOnThePage(PowowProcess powow)
      throws Exception {
    JsonNode openApi = fetch(powow, "/openapi.json");
    Map<String, Call> served = new TreeMap<>();
    openApi
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(call ->
                    served.put(
                        call.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        call(openApi, call.getValue()))));

    assertThat(documentedCalls()).isEqualTo(served);
  }

  private static Call call(JsonNode openApi, JsonNode call) {
    Set<String> query =
        call.path("parameters")
            .valueStream()
            .filter(parameter -> parameter.path("in").asString().equals("query"))
            .map(parameter -> parameter.path("name").asString())
            .collect(Collectors.toCollection(TreeSet::new));
    JsonNode body = call.at("/requestBody/content/application~1json/schema");
    return new Call(query, fields(openApi, body));
  }

  private static Map<String, Call> documentedCalls() throws IOException {
    Map<String, Call> calls = new TreeMap<>();
    for (List<String> row : rows("call")) {
      List<String> methods = new ArrayList<>();
      String path = null;
      Set<String> query = new TreeSet<>();
      List<String> whole = new ArrayList<>();
      for (String code : codes(row.getFirst())) {
        String[] words = code.split(" ", 2);
        if (METHODS.matcher(words[0]).matches()) {
          methods.add(words[0]);
          if (words.length == 2) {
            path = words[1].replaceFirst("\\?.*", "");
            query.addAll(parameters(words[1]));
            for (String method : methods) {
              whole.add(method + " " + path);
            }
            methods.clear();
          }
        } else {
          // Or this alternative parameter.
          query.addAll(parameters("?" + code));
        }
      }
      assertThat(path).as(row.toString()).isNotNull();
      // Tables of reads have no column for bodies.
      Set<String> body = row.size() > 2 ? names(row.get(1)) : Set.of();
      whole.forEach(call -> calls.put(call, new Call(query, body)));
    }
    return calls;
  }

  private static Set<String> parameters(String path) {
    int question = path.indexOf('?');
    return question < 0
        ? Set.of()
        : Stream.of(path.substring(question + 1).split("&"))
            .map(parameter -> parameter.replaceFirst("=.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everySendOfThePageIsInAsyncApiAndEveryOneOfThatOnThePage(PowowProcess powow)
      throws Exception {
    JsonNode asyncApi = fetch(powow, "/asyncapi.json");
    Map<String, Set<String>> received = new TreeMap<>();
    channels(asyncApi, "receive")
        .forEach((address, channel) -> {
          JsonNode message = resolve(asyncApi, channel.path("messages").values().iterator().next());
          Set<String> fields = fields(asyncApi, message.path("payload"));
          fields.remove("key");
          received.put(address, fields);
        });

    Map<String, Set<String>> documented = new TreeMap<>();
    for (List<String> row : rows("destination")) {
      for (String destination : codes(row.getFirst())) {
        if (destination.startsWith("/app/")) {
          Set<String> fields = names(row.get(1));
          // Allowed in every body.
          fields.remove("key");
          documented.put(destination, fields);
        }
      }
    }
    assertThat(documented).isEqualTo(received);
  }

  @Test
  void everySubscriptionOfThePageIsInAsyncApiAndEveryOneOfThatOnThePage(PowowProcess powow)
      throws Exception {
    Set<String> documented = new TreeSet<>();
    for (List<String> row : rows("destination")) {
      documented.addAll(codes(row.getFirst()));
    }
    documented.removeIf(destination -> destination.startsWith("/app/"));

    assertThat(documented).isEqualTo(channels(fetch(powow, "/asyncapi.json"), "send").keySet());
  }

  @Test
  void everyEventOfThePageHasTheFieldsOfItsSchema(PowowProcess powow) throws Exception {
    JsonNode asyncApi = fetch(powow, "/asyncapi.json");
    Map<String, Set<String>> sent = new TreeMap<>();
    JsonNode events =
        channels(asyncApi, "send").getOrDefault("/user/queue/events", MissingNode.getInstance());
    for (String name : events.path("messages").propertyNames()) {
      Set<String> fields = fields(asyncApi, asyncApi.at("/components/schemas/" + name));
      fields.removeAll(Set.of("type", "conversationId", "position", "at"));
      sent.put(name, fields);
    }

    // The markers between events are described in the section about resume.
    sent.keySet().removeAll(Set.of("caughtUp", "gap", "reset"));

    Map<String, Set<String>> documented = new TreeMap<>();
    for (List<String> row : rows("type")) {
      codes(row.getFirst()).forEach(type -> documented.put(type, names(row.get(1))));
    }
    assertThat(documented).isEqualTo(sent);
  }

  // --- contracts --------------------------------------------------------------------------------

  private static JsonNode fetch(PowowProcess powow, String path)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI address = powow.http().resolve(path);
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as("%s, without a token", path).isEqualTo(200);
      return JsonMapper.shared().readTree(answer.body());
    }
  }

  /// The channels that the server receives from or sends to, by address.
  private static Map<String, JsonNode> channels(JsonNode asyncApi, String action) {
    Map<String, JsonNode> channels = new TreeMap<>();
    for (JsonNode operation : asyncApi.path("operations")) {
      JsonNode channel = resolve(asyncApi, operation.path("channel"));
      if (operation.path("action").asString().equals(action) && !channel.path("address").isNull()) {
        channels.put(channel.path("address").asString(), channel);
      }
    }
    return channels;
  }

  private static JsonNode resolve(JsonNode document, JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isMissingNode() ? node : document.at(reference.asString().substring(1));
  }

  private static Set<String> fields(JsonNode document, JsonNode schema) {
    return new TreeSet<>(resolve(document, schema).path("properties").propertyNames());
  }

  // --- docs/protocol.md
  // ---------------------------------------------------------------------------

  /// The rows of all tables with this first column.
  private static List<List<String>> rows(String head) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(PAGE)) {
      if (!line.startsWith("|")) {
        inside = false;
      } else if (line.startsWith("| " + head + " |")) {
        inside = true;
      } else if (inside && !line.startsWith("| ---")) {
        rows.add(Stream.of(line.substring(1).split("(?<!\\\\)\\|")).map(String::strip).toList());
      }
    }
    assertThat(rows).as("tables of each %s on the page", head).isNotEmpty();
    return rows;
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
  }

  /// The names of fields: `{key, members: [personId]}` has two.
  private static Set<String> names(String cell) {
    Set<String> names = new TreeSet<>();
    codes(cell).stream()
        .findFirst()
        .map(code -> code.replaceAll("^\\{|}$", "").replaceAll(":\\s*[^,]*", ""))
        .ifPresent(
            code -> NAME.matcher(code).results().map(MatchResult::group).forEach(names::add));
    return names;
  }
}
