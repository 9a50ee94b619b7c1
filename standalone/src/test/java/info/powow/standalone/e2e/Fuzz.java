package info.powow.standalone.e2e;

import info.powow.standalone.e2e.FuzzJson.Known;
import info.powow.standalone.e2e.TestPeople.Answer;
import info.powow.standalone.e2e.TestPeople.Person;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/// Sends valid and invalid requests for everything in the contract, over HTTP and STOMP, and checks
/// that each answer is one that the contract allows.
final class Fuzz {
  private static final int PEOPLE = 6;
  private static final int CASES_A_WORLD = 400;
  private static final int STOMP_PERCENT = 40;

  private final URI server;
  private final long seed;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final FuzzReport report = new FuzzReport();

  /// @param server on loopback
  /// @param seed repeats the same requests
  Fuzz(URI server, long seed) {
    this.server = server;
    this.seed = seed;
  }

  FuzzReport run(Duration duration) throws IOException, InterruptedException {
    JsonNode openApi = fetch("/openapi.json");
    JsonNode asyncApi = fetch("/asyncapi.json");
    long end = System.nanoTime() + duration.toNanos();
    try (http) {
      for (long world = 0; System.nanoTime() < end; world++) {
        RandomGenerator random = new SplittableRandom(seed + world);
        World there = world();
        Known known = new Known(there.names());
        FuzzHttp overHttp =
            new FuzzHttp(http, server, openApi, new FuzzJson(openApi, known), report);
        try (FuzzStomp overStomp =
            new FuzzStomp(
                server.getPort(),
                asyncApi,
                new FuzzJson(asyncApi, known),
                codes(openApi),
                report)) {
          for (int i = 0; i < CASES_A_WORLD && System.nanoTime() < end; i++) {
            Person person = FuzzJson.pick(there.people(), random);
            if (FuzzJson.chance(STOMP_PERCENT, random)) {
              overStomp.ask(person, random);
            } else {
              overHttp.ask(person, random);
            }
          }
        }
        stillServes();
      }
    }
    return report;
  }

  static TreeSet<String> codes(JsonNode openApi) {
    TreeSet<String> codes = new TreeSet<>();
    openApi
        .at("/components/responses/Problem/content")
        .path("application/problem+json")
        .at("/schema/properties/code/enum")
        .forEach(code -> codes.add(code.asString()));
    return codes;
  }

  private JsonNode fetch(String path) throws IOException, InterruptedException {
    return new TestPeople(http, server)
        .send(java.net.http.HttpRequest.newBuilder(server.resolve(path)).build())
        .body();
  }

  private void stillServes() throws IOException, InterruptedException {
    TestPeople people = new TestPeople(http, server);
    Person person = people.signUp("after");
    Answer me = people.get(person, "/api/me");
    if (me.status() != 200) {
      report.found("the server does not serve any more", me.toString());
    }
  }

  /// People and things to refer to in requests.
  private record World(List<Person> people, Map<String, List<String>> names) {}

  private World world() throws IOException, InterruptedException {
    TestPeople signUps = new TestPeople(http, server);
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      people.add(signUps.signUp("fuzz"));
    }
    List<String> ids = people.stream().map(Person::id).toList();
    Person first = people.getFirst();
    List<String> conversations = new ArrayList<>();
    conversations.add(
        made(signUps, first, "/api/groups", Map.of("name", "all", "members", ids, "open", true))
            .path("conversationId")
            .asString());
    conversations.add(
        made(
                signUps,
                first,
                "/api/groups",
                Map.of("name", "history", "members", ids, "history", true))
            .path("conversationId")
            .asString());
    conversations.add(
        made(signUps, people.get(1), "/api/direct", Map.of("with", first.id()))
            .path("conversationId")
            .asString());
    for (String conversation : conversations) {
      for (int i = 0; i < 5; i++) {
        JsonNode unused =
            made(
                signUps,
                people.get(1),
                "/api/conversations/" + conversation + "/messages",
                Map.of("text", FuzzJson.WHISPER + i));
      }
    }
    Map<String, Object> place = Map.of("lat", 52.5, "lon", 13.4, "label", "here");
    String gathering =
        made(
                signUps,
                first,
                "/api/gatherings",
                Map.of(
                    "title", "a gathering",
                    "place", place,
                    "start", "2099-01-01T10:00:00Z",
                    "end", "2099-01-01T12:00:00Z",
                    "zone", "Europe/Berlin",
                    "conversation", true))
            .path("gatheringId")
            .asString();
    String service =
        made(signUps, first, "/api/services", Map.of("name", "a service", "place", place))
            .path("serviceId")
            .asString();
    Map<String, List<String>> names = new HashMap<>();
    for (String name : List.of("personId", "with", "members", "mentions", "speakers", "from")) {
      names.put(name, ids);
    }
    names.put("ids", List.of(ids.getFirst(), String.join(",", ids)));
    names.put("people", ids);
    names.put("conversations", conversations);
    names.put("conversationId", conversations);
    names.put("gatherings", List.of(gathering));
    names.put("services", List.of(service));
    names.put("zone", List.of("Europe/Berlin", "America/St_Johns", "UTC"));
    names.put("emoji", List.of("👍", "❤️", "👩‍👩‍👧‍👦"));
    for (String name : List.of("position", "upTo", "replyTo", "before", "after")) {
      names.put(name, List.of("0", "1", "2", "3", "7"));
    }
    names.put("before?", List.of("2099-01-01T00:00:00Z"));
    names.put("bbox", List.of("13,52,14,53", "179,-1,-179,1"));
    names.put("email", List.of("a@example.org"));
    names.put("telephone", List.of("+49 30 1234"));
    names.put("website", List.of("https://example.org/"));
    names.put("opens", List.of("00:00", "09:30"));
    names.put("closes", List.of("17:30", "23:59:00"));
    names.put("at", List.of("07:30", "23:59:00"));
    names.put("topic", List.of("digest", "news"));
    names.put("key", List.of(UUID.randomUUID().toString(), "k"));
    names.put("token", people.stream().map(Person::token).toList());
    names.put("handle", people.stream().map(Person::handle).toList());
    return new World(people, names);
  }

  private static JsonNode made(TestPeople people, Person by, String path, Object body)
      throws IOException, InterruptedException {
    Answer answer = people.postWithKey(by, path, body);
    if (answer.status() / 100 != 2) {
      throw new IOException(path + " is answered with " + answer);
    }
    return answer.body();
  }
}
