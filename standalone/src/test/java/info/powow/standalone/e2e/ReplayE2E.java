package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.standalone.admin.AdminTool;
import info.powow.standalone.e2e.TestPeople.Answer;
import info.powow.standalone.e2e.TestPeople.Person;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Replays, from outside.
@ExtendWith(SharedPowow.class)
class ReplayE2E {
  private static final int STEPS = 40;

  private final HttpClient http = HttpClient.newHttpClient();
  private final PowowProcess powow;
  private final TestPeople people;

  ReplayE2E(PowowProcess powow) {
    this.powow = powow;
    this.people = new TestPeople(http, powow.http());
  }

  @AfterEach
  void close() {
    http.shutdownNow();
  }

  @Test
  void anAnalystReplaysTheWholeLogWithoutSeeingWhoItWas() throws Exception {
    Person ada = people.signUp("ada");
    String group = group(ada, "Allotment");
    say(ada, group, "a secret");
    Person analyst = staff("analyst", "replay");

    JsonNode begun =
        created(
            begin(
                analyst,
                Map.of(
                    "filter",
                    Map.of("types", List.of("messageSent", "groupCreated")),
                    "speed",
                    "max")));
    String replay = "/api/replays/" + begun.path("replayId").asString();
    String lines = lines(analyst, replay + "/events");

    assertThat(lines.lines().count()).isEqualTo(begun.path("events").asLong() + 1);
    assertThat(lines)
        .contains("\"withheld\":\"personal\"")
        .endsWith("\n")
        .doesNotContain("a secret")
        .doesNotContain("Allotment")
        .doesNotContain(ada.id())
        .doesNotContain(group);
    JsonNode first = JsonMapper.shared().readTree(lines.lines().findFirst().orElseThrow());
    assertThat(first.path("index")).isEqualTo(begun.path("first"));
    assertThat(lines(analyst, replay + "/events?after=" + begun.path("last").asLong()).lines())
        .hasSize(1);
    assertThat(people.read(analyst, replay).path("isolated").asBoolean())
        .isEqualTo(System.getProperty("os.name").equals("Linux"));

    JsonNode dryRun =
        people
            .post(analyst, replay + "/dry-runs", Map.of("rules", Map.of("maxTextBytes", 3)))
            .body();
    assertThat(dryRun.at("/rules/0/refused").asLong()).isPositive();
    assertThat(dryRun.at("/days/0/refused/text_length").asLong()).isPositive();

    Answer follow = begin(analyst, Map.of("filter", Map.of("people", List.of(ada.id()))));
    assertThat(follow.status()).isEqualTo(400);
    assertThat(follow.body().path("field").asString()).isEqualTo("caseId");
    Answer reveal = begin(analyst, Map.of("reveal", true));
    assertThat(reveal.status()).isEqualTo(403);

    Person auditor = staff("auditor", "audit");
    assertThat(people.read(auditor, "/api/audit/cases/standing/looks").path("looks").toString())
        .contains(analyst.id())
        .contains("types MessageSent,GroupCreated")
        .contains("dry run of");

    end(analyst, replay);
    assertThat(people.get(analyst, replay).body().path("code").asString())
        .isEqualTo("replay_not_found");
    assertThat(
            Files.exists(
                powow.data().resolve("replays").resolve(begun.path("replayId").asString())))
        .isFalse();
  }

  @Test
  void anAuditorReplaysACaseWithItsTexts() throws Exception {
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    String inside = group(ada, "inside");
    String outside = group(bob, "outside");
    say(ada, inside, "said inside");
    say(bob, outside, "said outside");
    Person auditor = staff("auditor", "audit", "replay", "reveal");
    Person other = staff("auditor", "audit", "replay", "reveal");
    String caseId = openCase(auditor, inside);

    JsonNode begun = created(begin(auditor, Map.of("caseId", caseId, "reveal", true)));
    String replay = "/api/replays/" + begun.path("replayId").asString();

    assertThat(lines(auditor, replay + "/events"))
        .contains("said inside")
        .contains(ada.id())
        .doesNotContain(outside);
    assertThat(people.get(other, replay).status()).isEqualTo(404);
    assertThat(begin(other, Map.of("caseId", caseId)).body().path("code").asString())
        .isEqualTo("case_not_found");
    assertThat(
            begin(
                    auditor,
                    Map.of("caseId", caseId, "filter", Map.of("conversations", List.of(outside))))
                .body()
                .path("code")
                .asString())
        .isEqualTo("case_not_found");
    JsonNode looks = people.read(auditor, "/api/audit/cases/" + caseId + "/looks").path("looks");
    assertThat(looks).hasSize(3);
    assertThat(looks.path(2).path("query").asString())
        .startsWith("replay from 1 to")
        .endsWith("reveal");
    assertThat(looks.path(2).path("rows")).isEqualTo(begun.path("events"));

    // With the case, the replay is over.
    assertThat(people.post(auditor, "/api/audit/cases/" + caseId + "/close", Map.of()).status())
        .isEqualTo(204);
    assertThat(people.get(auditor, replay + "/events").body().path("code").asString())
        .isEqualTo("case_not_found");
    assertThat(people.get(auditor, replay).body().path("code").asString())
        .isEqualTo("replay_not_found");
  }

  @Test
  void aReplayIsPlayedOverStompToItsOwnerAndToNobodyElse() throws Exception {
    Person ada = people.signUp("ada");
    String group = group(ada, "played");
    for (int i = 0; i < 4; i++) {
      say(ada, group, "word " + i);
    }
    Person auditor = staff("auditor", "audit", "replay", "reveal");
    Person other = staff("auditor", "audit", "replay", "reveal");
    String caseId = openCase(auditor, group);
    JsonNode begun =
        created(
            begin(
                auditor,
                Map.of(
                    "caseId",
                    caseId,
                    "reveal",
                    true,
                    "filter",
                    Map.of("types", List.of("messageSent")))));
    assertThat(begun.path("events").asInt()).isEqualTo(4);
    String replay = begun.path("replayId").asString();

    try (RawSocket socket = connected(auditor)) {
      subscribe(socket, "/user/queue/errors", "");
      assertThat(subscribe(socket, "/user/queue/replays/" + replay, "paused:true\n"))
          .startsWith("RECEIPT");
      command(socket, replay, "step", "{\"events\":2}");
      assertThat(message(socket)).contains("word 0").contains(ada.id());
      assertThat(message(socket)).contains("word 1");
      command(socket, replay, "seek", "{\"after\":" + begun.path("first").asLong() + "}");
      command(socket, replay, "resume", "{}");
      for (int i = 1; i < 4; i++) {
        assertThat(message(socket)).contains("word " + i);
      }
      assertThat(message(socket)).contains("\"replayed\"");

      // A session of staff is no session of the chat.
      assertThat(subscribe(socket, "/user/queue/events", "")).contains("forbidden_destination");
      socket.stomp("SEND\ndestination:/app/conversations/" + group + "/send\n\n{}");
      assertThat(message(socket)).contains("forbidden_destination");

      // It ends with its case.
      assertThat(people.post(auditor, "/api/audit/cases/" + caseId + "/close", Map.of()).status())
          .isEqualTo(204);
      assertThat(people.get(auditor, "/api/replays/" + replay).status()).isEqualTo(404);
      command(socket, replay, "step", "{}");
      assertThat(message(socket)).containsAnyOf("case_not_found", "replay_not_found");
    }
    try (RawSocket socket = connected(other)) {
      assertThat(subscribe(socket, "/user/queue/replays/" + replay, ""))
          .contains("replay_not_found");
    }
    try (RawSocket socket = connected(ada)) {
      assertThat(subscribe(socket, "/user/queue/replays/" + replay, ""))
          .contains("forbidden_destination");
    }
  }

  private RawSocket connected(Person person) throws IOException {
    RawSocket socket = RawSocket.open(powow.port(), Map.of());
    socket.stomp("CONNECT\naccept-version:1.2\npasscode:" + person.token() + "\n\n");
    assertThat(socket.readUntil("CONNECTED")).isNotEmpty();
    return socket;
  }

  /// @return the receipt, or the refusal
  private static String subscribe(RawSocket socket, String destination, String headers)
      throws IOException {
    socket.stomp(
        "SUBSCRIBE\nid:"
            + destination.hashCode()
            + "\nreceipt:r"
            + destination.hashCode()
            + "\ndestination:"
            + destination
            + "\n"
            + headers
            + "\n");
    while (true) {
      RawSocket.Received received = socket.read();
      String text = received.text();
      if (received.isEnd() || text.startsWith("RECEIPT") || text.startsWith("MESSAGE")) {
        return text;
      }
    }
  }

  private static void command(RawSocket socket, String replay, String verb, String body)
      throws IOException {
    socket.stomp("SEND\ndestination:/app/replays/" + replay + "/" + verb + "\n\n" + body);
  }

  private static String message(RawSocket socket) throws IOException {
    return socket.readUntil("MESSAGE");
  }

  /// What the running server answered to one person.
  private record Answered(Person person, long index, String inbox, String messages) {}

  /// A random history: what the server answers is noted at many moments. Later, a replay answers the
  /// same of each of these moments.
  @Test
  void theStateAsOfAMomentIsWhatTheServerHadAnswered() throws Exception {
    long seed = 20_261_130;
    Random random = new Random(seed);
    List<Person> all = new ArrayList<>();
    for (String name : List.of("ada", "bob", "cem")) {
      all.add(people.signUp(name));
    }
    String group =
        people
            .postWithKey(
                all.getFirst(),
                "/api/groups",
                Map.of("name", "Allotment", "members", List.of(all.get(1).id()), "open", true))
            .body()
            .path("conversationId")
            .asString();
    Person auditor = staff("auditor", "audit", "replay", "reveal");
    String caseId = openCase(auditor, group);
    List<Long> sent = new ArrayList<>();
    List<Answered> answered = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      happen(random, group, all, sent);
      if (step % 4 == 3) {
        for (Person person : all) {
          long index =
              people
                  .read(
                      auditor,
                      "/api/audit/conversations/"
                          + group
                          + "/timeline?case="
                          + caseId
                          + "&person="
                          + person.id())
                  .path("index")
                  .asLong();
          answered.add(
              new Answered(
                  person,
                  index,
                  inboxEntry(people.read(person, "/api/conversations?limit=100"), group),
                  messages(
                      people
                          .get(person, "/api/conversations/" + group + "/messages?limit=200")
                          .body(),
                      "people")));
        }
      }
    }
    JsonNode begun = created(begin(auditor, Map.of("caseId", caseId, "reveal", true)));
    String replay = "/api/replays/" + begun.path("replayId").asString();

    assertThat(answered).hasSizeGreaterThan(20);
    assertThat(answered).anyMatch(each -> each.messages().contains("deleted"));
    assertThat(answered).anyMatch(each -> each.inbox().isEmpty());
    for (Answered each : answered) {
      String at = "person=" + each.person().id() + "&index=" + each.index() + "&limit=200";
      assertThat(inboxEntry(people.read(auditor, replay + "/inbox?" + at), group))
          .as("inbox at %d of seed %d", each.index(), seed)
          .isEqualTo(each.inbox());
      assertThat(
              messages(
                  people.read(auditor, replay + "/conversations/" + group + "/messages?" + at),
                  null))
          .as("messages at %d of seed %d", each.index(), seed)
          .isEqualTo(each.messages());
    }
    JsonNode conversation = people.read(auditor, replay + "/conversations/" + group);
    assertThat(conversation.path("name").asString()).isEqualTo("Allotment");
    assertThat(conversation.path("memberCount").asInt())
        .isEqualTo(conversation.path("members").size());
    end(auditor, replay);
  }

  private void happen(Random random, String group, List<Person> all, List<Long> sent)
      throws Exception {
    Person person = all.get(random.nextInt(all.size()));
    String conversation = "/api/conversations/" + group;
    long message = sent.isEmpty() ? 0 : sent.get(random.nextInt(sent.size()));
    // What somebody may not do at that moment is refused, and changes nothing.
    switch (random.nextInt(11)) {
      case 0 -> send(person, "DELETE", conversation + "/messages/" + message, null);
      case 1, 2 ->
          send(
              person,
              "PATCH",
              conversation + "/messages/" + message,
              "{\"text\":\"edit " + sent.size() + "\"}");
      case 3 -> send(person, "POST", conversation + "/leave", null);
      case 4, 5 -> send(person, "POST", conversation + "/join", null);
      case 6 ->
          send(
              person,
              "PUT",
              conversation + "/messages/" + message + "/reactions/%F0%9F%8E%89",
              null);
      case 7 -> send(person, "PUT", conversation + "/read", "{\"upTo\":" + message + "}");
      default -> {
        Answer answer =
            people.postWithKey(
                person, conversation + "/messages", Map.of("text", "message " + sent.size()));
        if (answer.status() == 201) {
          sent.add(answer.body().path("position").asLong());
        }
      }
    }
  }

  private void send(Person person, String method, String path, @Nullable String body)
      throws Exception {
    var _ =
        people.send(
            HttpRequest.newBuilder(powow.http().resolve(path))
                .header("authorization", "Bearer " + person.token())
                .header("content-type", "application/json")
                .method(
                    method,
                    body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body))
                .build());
  }

  /// What both answers have; empty if the group is not in the inbox.
  private static String inboxEntry(JsonNode inbox, String group) {
    for (JsonNode entry : inbox.path("conversations")) {
      if (entry.path("conversationId").asString().equals(group)) {
        JsonNode last = entry.path("lastMessage");
        return String.join(
            " ",
            entry.path("kind").asString(),
            entry.path("name").asString(),
            entry.path("role").asString(),
            entry.path("memberCount").toString(),
            entry.path("position").toString(),
            entry.path("activityAt").asString(),
            entry.path("unread").toString(),
            entry.path("unreadCapped").toString(),
            entry.path("readUpTo").toString(),
            last.path("position").toString(),
            last.path("sender").asString(""),
            last.path("text").asString(""),
            last.path("edited").toString(),
            last.path("deleted").toString());
      }
    }
    return "";
  }

  /// @param by where the people of a reaction are; null if reactions are an object
  private static String messages(JsonNode page, @Nullable String by) {
    StringBuilder shown = new StringBuilder();
    for (JsonNode message : page.path("messages")) {
      TreeMap<String, String> reactions = new TreeMap<>();
      if (by == null) {
        message
            .path("reactions")
            .properties()
            .forEach(each -> reactions.put(each.getKey(), sorted(each.getValue())));
      } else {
        message
            .path("reactions")
            .forEach(each -> reactions.put(each.path("emoji").asString(), sorted(each.path(by))));
      }
      shown
          .append(message.path("position"))
          .append(' ')
          .append(message.path("sender").asString())
          .append(' ')
          .append(message.path("at").asString())
          .append(' ')
          .append(
              message.has("deletedAt")
                  ? "deleted by " + message.path("deletedBy").asString("")
                  : message.path("text").asString("") + message.path("edits") + reactions)
          .append('\n');
    }
    return shown.toString();
  }

  private static String sorted(JsonNode people) {
    return people.valueStream().map(JsonNode::asString).sorted().toList().toString();
  }

  @Test
  void nobodyElseReplays() throws Exception {
    Person ada = people.signUp("ada");
    Person operator = staff("operator", "ops");

    assertThat(begin(ada, Map.of()).status()).isEqualTo(401);
    assertThat(begin(operator, Map.of()).status()).isEqualTo(403);
  }

  /// It starts a process, which takes its time on a machine that does much else.
  private Answer begin(Person person, Map<String, Object> replay) throws Exception {
    return people.send(
        HttpRequest.newBuilder(powow.http().resolve("/api/replays"))
            .header("authorization", "Bearer " + person.token())
            .header("content-type", "application/json")
            .timeout(Duration.ofMinutes(2))
            .POST(
                HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(replay)))
            .build());
  }

  private void end(Person analyst, String replay) throws Exception {
    assertThat(
            people
                .send(
                    HttpRequest.newBuilder(powow.http().resolve(replay))
                        .header("authorization", "Bearer " + analyst.token())
                        .DELETE()
                        .build())
                .status())
        .isEqualTo(204);
  }

  private String lines(Person person, String path) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(powow.http().resolve(path))
                .header("authorization", "Bearer " + person.token())
                .timeout(Duration.ofMinutes(1))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-ndjson");
    return answer.body();
  }

  private static JsonNode created(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer.body();
  }

  private String group(Person owner, String name) throws Exception {
    return people
        .postWithKey(owner, "/api/groups", Map.of("name", name))
        .body()
        .path("conversationId")
        .asString();
  }

  private void say(Person person, String group, String text) throws Exception {
    assertThat(
            people
                .postWithKey(
                    person, "/api/conversations/" + group + "/messages", Map.of("text", text))
                .status())
        .isEqualTo(201);
  }

  private Person staff(String role, String... scopes) throws Exception {
    Person person = people.signUp("grace");
    assertThat(AdminTool.run("admin", powow.data().toString(), "grant", person.handle(), role))
        .isZero();
    Answer token =
        people.post(
            person, "/api/staff/tokens", Map.of("scopes", List.of(scopes), "reason", "A test"));
    return new Person(
        person.id(), person.handle(), person.password(), created(token).path("token").asString());
  }

  private String openCase(Person auditor, String conversation) throws Exception {
    return created(
            people.post(
                auditor,
                "/api/audit/cases",
                Map.of(
                    "purpose",
                    "Find out",
                    "basis",
                    "A court order",
                    "conversations",
                    List.of(conversation),
                    "expires",
                    Instant.now().plus(Duration.ofHours(1)).toString())))
        .path("caseId")
        .asString();
  }
}
