package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.standalone.admin.AdminTool;
import info.powow.standalone.e2e.TestPeople.Answer;
import info.powow.standalone.e2e.TestPeople.Person;
import info.powow.verify.VerifyTool;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Audits, from outside.
@ExtendWith(SharedPowow.class)
class AuditE2E {
  private static final int STEPS = 60;

  private final HttpClient http = HttpClient.newHttpClient();
  private final PowowProcess powow;
  private final TestPeople people;

  AuditE2E(PowowProcess powow) {
    this.powow = powow;
    this.people = new TestPeople(http, powow.http());
  }

  @AfterEach
  void close() {
    http.shutdownNow();
  }

  /// What was on a screen, when it was asked for.
  private record Screen(Person person, long index, TreeMap<Long, String> messages) {}

  /// A random history: each person's history page is noted at many moments. Later, the audit of each
  /// of these moments gives the same.
  @Test
  void whatWasOnAScreenIsWhatTheServerHadAnswered() throws Exception {
    long seed = 20_261_129;
    Random random = new Random(seed);
    Person auditor = auditor();
    List<Person> all = new ArrayList<>();
    for (String name : List.of("ada", "bob", "cem", "dora")) {
      all.add(people.signUp(name));
    }
    Person owner = all.getFirst();
    String group =
        people
            .postWithKey(
                owner,
                "/api/groups",
                Map.of("name", "Allotment", "members", List.of(all.get(1).id()), "open", true))
            .body()
            .path("conversationId")
            .asString();
    String caseId = openCase(auditor, List.of(group), List.of());
    List<Long> sent = new ArrayList<>();
    List<Screen> screens = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      happen(random, group, all, sent);
      if (step % 4 == 3) {
        for (Person person : all) {
          Answer page = people.get(person, "/api/conversations/" + group + "/messages?limit=200");
          TreeMap<Long, String> shown =
              page.status() == 200 ? ofHistory(page.body()) : new TreeMap<>();
          JsonNode now = timeline(auditor, caseId, group, person, "");
          assertThat(ofTimeline(now)).as("step %d of seed %d", step, seed).isEqualTo(shown);
          screens.add(new Screen(person, now.path("index").asLong(), shown));
        }
      }
    }

    assertThat(screens).hasSizeGreaterThan(40);
    assertThat(screens).anyMatch(screen -> screen.messages().toString().contains("deleted"));
    for (Screen screen : screens) {
      JsonNode then = timeline(auditor, caseId, group, screen.person(), "&index=" + screen.index());
      assertThat(ofTimeline(then)).isEqualTo(screen.messages());
      assertThat(then.path("index").asLong()).isEqualTo(screen.index());
    }
  }

  private void happen(Random random, String group, List<Person> all, List<Long> sent)
      throws Exception {
    Person person = all.get(random.nextInt(all.size()));
    String messages = "/api/conversations/" + group + "/messages";
    long message = sent.isEmpty() ? 0 : sent.get(random.nextInt(sent.size()));
    // What somebody may not do at that moment is refused, and changes nothing.
    switch (random.nextInt(10)) {
      case 0 -> send(person, "DELETE", messages + "/" + message, null);
      case 1, 2 ->
          send(
              person, "PATCH", messages + "/" + message, "{\"text\":\"edit " + sent.size() + "\"}");
      case 3 -> send(person, "POST", "/api/conversations/" + group + "/leave", null);
      case 4 -> send(person, "POST", "/api/conversations/" + group + "/join", null);
      case 5 -> send(person, "PUT", messages + "/" + message + "/reactions/%F0%9F%8E%89", null);
      default -> {
        Answer answer =
            people.postWithKey(person, messages, Map.of("text", "message " + sent.size()));
        if (answer.status() == 201 || answer.status() == 200) {
          sent.add(answer.body().path("position").asLong());
        }
      }
    }
  }

  private static TreeMap<Long, String> ofHistory(JsonNode page) {
    TreeMap<Long, String> shown = new TreeMap<>();
    for (JsonNode message : page.path("messages")) {
      TreeMap<String, TreeSet<String>> reactions = new TreeMap<>();
      for (JsonNode reaction : message.path("reactions")) {
        TreeSet<String> by = new TreeSet<>();
        reaction.path("people").forEach(each -> by.add(each.asString()));
        reactions.put(reaction.path("emoji").asString(), by);
      }
      shown.put(
          message.path("position").asLong(),
          String.join(
              " ",
              message.path("sender").asString(),
              message.has("deletedAt")
                  ? "deleted by " + message.path("deletedBy").asString("")
                  : message.path("text").asString(""),
              message.path("edits").isEmpty() ? "as_sent" : "as_edited",
              reactions.toString()));
    }
    return shown;
  }

  private static TreeMap<Long, String> ofTimeline(JsonNode page) {
    TreeMap<Long, String> shown = new TreeMap<>();
    for (JsonNode message : page.path("messages")) {
      TreeMap<String, TreeSet<String>> reactions = new TreeMap<>();
      message
          .path("reactions")
          .properties()
          .forEach(reaction -> {
            TreeSet<String> by = new TreeSet<>();
            reaction.getValue().forEach(each -> by.add(each.asString()));
            reactions.put(reaction.getKey(), by);
          });
      boolean deleted = message.path("version").asString().equals("deleted");
      shown.put(
          message.path("position").asLong(),
          String.join(
              " ",
              message.path("sender").asString(),
              deleted
                  ? "deleted by " + message.path("deletedBy").asString("")
                  : message.path("text").asString(""),
              deleted ? "as_sent" : message.path("version").asString(),
              reactions.toString()));
    }
    return shown;
  }

  @Test
  void anAudienceSaysWhoCouldSeeAMessageAndWhoReadIt() throws Exception {
    Person auditor = auditor();
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    Person late = people.signUp("late");
    String group =
        people
            .postWithKey(
                ada,
                "/api/groups",
                Map.of("name", "Allotment", "members", List.of(bob.id()), "open", true))
            .body()
            .path("conversationId")
            .asString();
    String conversation = "/api/conversations/" + group;
    long message =
        people
            .postWithKey(ada, conversation + "/messages", Map.of("text", "At seven"))
            .body()
            .path("position")
            .asLong();
    send(bob, "PUT", conversation + "/read", "{\"upTo\":" + message + "}");
    send(ada, "PATCH", conversation + "/messages/" + message, "{\"text\":\"At six\"}");
    send(late, "POST", conversation + "/join", null);
    String caseId = openCase(auditor, List.of(), List.of(ada.id()));

    JsonNode audience =
        read(
            auditor,
            "/api/audit/conversations/"
                + group
                + "/messages/"
                + message
                + "/audience?case="
                + caseId);
    assertThat(audience.path("people")).hasSize(2);
    for (JsonNode each : audience.path("people")) {
      boolean isBob = each.path("personId").asString().equals(bob.id());
      assertThat(each.path("grades").toString())
          .isEqualTo(isBob ? "[\"could_see\",\"read\"]" : "[\"could_see\"]");
      assertThat(each.path("version").asString()).isEqualTo("as_edited");
      assertThat(each.at("/since/position").asLong()).isEqualTo(message);
      assertThat(each.has("until")).isFalse();
    }
    JsonNode history =
        read(auditor, "/api/audit/conversations/" + group + "/history?case=" + caseId);
    assertThat(history.path("events").toString())
        .contains("\"before\":\"At seven\",\"after\":\"At six\"");
    JsonNode conversations =
        read(auditor, "/api/audit/people/" + ada.id() + "/conversations?case=" + caseId);
    assertThat(conversations.path("changes").toString()).contains(group).contains("Allotment");
  }

  @Test
  void whatIsOutsideOfAnOpenCaseIsRefusedAlikeAndRecorded() throws Exception {
    Person auditor = auditor();
    Person other = auditor();
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    String inside =
        people
            .postWithKey(ada, "/api/groups", Map.of("name", "inside"))
            .body()
            .path("conversationId")
            .asString();
    String outside =
        people
            .postWithKey(bob, "/api/groups", Map.of("name", "outside"))
            .body()
            .path("conversationId")
            .asString();
    String caseId = openCase(auditor, List.of(inside), List.of());
    String timeline = "/timeline?person=" + ada.id() + "&case=";

    JsonNode answer = read(auditor, "/api/audit/conversations/" + inside + timeline + caseId);
    JsonNode looks = read(auditor, "/api/audit/cases/" + caseId + "/looks").path("looks");
    assertThat(looks).hasSize(1);
    assertThat(looks.path(0).path("index")).isEqualTo(answer.path("index"));
    assertThat(HexFormat.of().parseHex(looks.path(0).path("hash").asString())).hasSize(32);

    notFound(people.get(auditor, "/api/audit/conversations/" + outside + timeline + caseId));
    notFound(people.get(auditor, "/api/audit/conversations/nowhere" + timeline + caseId));
    notFound(people.get(auditor, "/api/audit/conversations/" + inside + timeline + "nocase"));
    notFound(people.get(other, "/api/audit/conversations/" + inside + timeline + caseId));
    notFound(
        people.get(auditor, "/api/audit/people/" + ada.id() + "/conversations?case=" + caseId));
    assertThat(people.post(other, "/api/audit/cases/" + caseId + "/close", Map.of()).status())
        .isEqualTo(404);
    assertThat(people.post(auditor, "/api/audit/cases/" + caseId + "/close", Map.of()).status())
        .isEqualTo(204);
    notFound(people.get(auditor, "/api/audit/conversations/" + inside + timeline + caseId));

    JsonNode recorded = read(other, "/api/audit/cases/" + caseId + "/looks").path("looks");
    assertThat(recorded).hasSize(6);
    assertThat(recorded.valueStream().filter(look -> look.path("refused").asBoolean())).hasSize(5);
    assertThat(read(other, "/api/audit/cases/" + caseId).path("status").asString())
        .isEqualTo("closed");
  }

  /// One of two conversations is held: after an erasure, the case alone reads it, and the other is
  /// gone. When the hold is released, it is gone as well, without another request.
  @Test
  void whatIsHeldIsReadInItsCaseOnlyUntilTheHoldIsReleased(@TempDir Path folder) throws Exception {
    Person auditor = staff("auditor", "audit", "hold");
    Person other = auditor();
    Person officer = staff("officer", "erase");
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    List<String> groups = new ArrayList<>();
    for (String name : List.of("held", "free")) {
      String group =
          people
              .postWithKey(ada, "/api/groups", Map.of("name", name, "members", List.of(bob.id())))
              .body()
              .path("conversationId")
              .asString();
      groups.add(group);
      assertThat(
              people
                  .postWithKey(
                      ada,
                      "/api/conversations/" + group + "/messages",
                      Map.of("text", "canary in " + name))
                  .status())
          .isEqualTo(201);
    }
    String outside =
        people
            .postWithKey(bob, "/api/groups", Map.of("name", "outside"))
            .body()
            .path("conversationId")
            .asString();
    String caseId = openCase(auditor, List.of(), List.of(ada.id()));
    String others = openCase(other, groups, List.of());
    String holds = "/api/audit/cases/" + caseId + "/holds";
    Map<String, Object> one = Map.of("conversations", List.of(groups.getFirst()));

    notFound(people.post(auditor, holds, Map.of("conversations", List.of(outside))));
    notFound(people.post(auditor, holds, Map.of("people", List.of(bob.id()))));
    notFound(people.post(auditor, holds, Map.of("conversations", List.of("nowhere"))));
    notFound(people.post(auditor, "/api/audit/cases/nocase/holds", one));
    assertThat(people.post(other, holds, one).body().path("code").asString())
        .isEqualTo("role_required");
    assertThat(people.post(auditor, holds, Map.of()).body().path("field").asString())
        .isEqualTo("conversations");
    String expired = openCase(auditor, groups, List.of());
    assertThat(people.post(auditor, "/api/audit/cases/" + expired + "/close", Map.of()).status())
        .isEqualTo(204);
    notFound(people.post(auditor, "/api/audit/cases/" + expired + "/holds", one));

    Answer placed = people.post(auditor, holds, one);
    assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
    String hold = placed.body().path("holdId").asString();
    notFound(
        people.post(
            auditor, "/api/audit/cases/" + others + "/holds/" + hold + "/release", Map.of()));
    assertThat(people.post(other, holds + "/" + hold + "/release", Map.of()).status())
        .isEqualTo(403);

    // The server under test has no time to withdraw.
    Answer asked = people.post(ada, "/api/me/erasure", Map.of());
    assertThat(asked.status()).as(asked.toString()).isEqualTo(202);
    assertThat(asked.body().path("held").asBoolean()).isTrue();
    String erasure = "/api/audit/people/" + ada.id() + "/erasure";
    JsonNode report = until(officer, erasure, "held");
    assertThat(report.path("holds").toString()).isEqualTo("[\"" + hold + "\"]");
    assertThat(read(other, holds).at("/holds/0/erased/0").asString()).isEqualTo(ada.id());

    assertThat(words(auditor, caseId, groups.get(0), bob)).isEqualTo("canary in held/held");
    assertThat(words(auditor, caseId, groups.get(1), bob)).isEqualTo("/erased");
    assertThat(words(other, others, groups.get(0), bob)).isEqualTo("/erased");
    assertThat(
            read(
                    auditor,
                    "/api/audit/conversations/" + groups.getFirst() + "/history?case=" + caseId)
                .toString())
        .contains("canary in held");
    String shown =
        people.get(bob, "/api/conversations/" + groups.getFirst() + "/messages").toString();
    assertThat(shown).contains("erased").doesNotContain("canary");
    Path bundle = bundle(auditor, caseId, groups, folder);
    assertThat(Files.readString(bundle, StandardCharsets.ISO_8859_1))
        .contains("canary in held")
        .doesNotContain("canary in free");

    assertThat(people.post(auditor, holds + "/" + hold + "/release", Map.of()).status())
        .isEqualTo(204);
    assertThat(until(officer, erasure, "done").has("holds")).isFalse();
    JsonNode ended = read(auditor, holds).path("holds").path(0);
    assertThat(ended.path("status").asString()).isEqualTo("ended");
    assertThat(ended.path("keys").asInt()).isEqualTo(1);
    assertThat(words(auditor, caseId, groups.get(0), bob)).isEqualTo("/erased");
  }

  /// Nobody is warned while a case is open. Afterwards, those whom it concerned learn of it.
  @Test
  void whoWasLookedAtLearnsOfItWhenTheCaseHasEnded() throws Exception {
    Person auditor = auditor();
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    Person stranger = people.signUp("stranger");
    String group =
        people
            .postWithKey(
                ada, "/api/groups", Map.of("name", "Allotment", "members", List.of(bob.id())))
            .body()
            .path("conversationId")
            .asString();
    String caseId = openCase(auditor, List.of(group), List.of());
    String unread = openCase(auditor, List.of(group), List.of());
    timeline(auditor, caseId, group, ada, "");
    assertThat(people.read(bob, "/api/me/audits").toString())
        .isEqualTo("{\"told\":true,\"audits\":[]}");

    for (String each : List.of(caseId, unread)) {
      assertThat(people.post(auditor, "/api/audit/cases/" + each + "/close", Map.of()).status())
          .isEqualTo(204);
    }

    JsonNode told = people.read(bob, "/api/me/audits").path("audits");
    assertThat(told).hasSize(1);
    assertThat(told.path(0).path("caseId").asString()).isEqualTo(caseId);
    assertThat(told.path(0).path("purpose").asString()).isEqualTo("Find out");
    assertThat(told.path(0).path("by").asString()).isEqualTo(auditor.id());
    assertThat(told.path(0).path("looks").asInt()).isEqualTo(1);
    assertThat(people.read(stranger, "/api/me/audits").path("audits")).isEmpty();
    assertThat(people.get(auditor, "/api/me/audits").status()).isEqualTo(401);
  }

  private JsonNode until(Person person, String path, String status) throws Exception {
    JsonNode answer = read(person, path);
    while (!answer.path("status").asString().equals(status)) {
      assertThat(answer.path("status").asString()).isIn("waiting", "running", "held");
      Thread.sleep(50);
      answer = read(person, path);
    }
    return answer;
  }

  /// The words of the first message, and why they are withheld.
  private String words(Person auditor, String caseId, String group, Person whose) throws Exception {
    JsonNode message = timeline(auditor, caseId, group, whose, "").path("messages").path(0);
    return message.path("text").asString("") + "/" + message.path("withheld").asString("");
  }

  /// A bundle that the verifier finds good.
  private Path bundle(Person auditor, String caseId, List<String> conversations, Path folder)
      throws Exception {
    String bundles = "/api/audit/cases/" + caseId + "/bundles";
    Answer begun = people.post(auditor, bundles, Map.of("conversations", conversations));
    assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
    String path = bundles + "/" + begun.body().path("bundleId").asString();
    JsonNode bundle = read(auditor, path);
    while (!bundle.path("status").asString().equals("ready")) {
      assertThat(bundle.path("status").asString()).isIn("waiting", "running");
      Thread.sleep(50);
      bundle = read(auditor, path);
    }
    Path file = Files.write(folder.resolve("held.zip"), fetch(auditor, path, "bytes=0-").body());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(
            new VerifyTool(print, print)
                .run(file.toString(), "--key", bundle.path("key").asString()))
        .as(out.toString(StandardCharsets.UTF_8))
        .isZero();
    return file;
  }

  /// From the request to the verdict of somebody who has the file and the key only.
  @Test
  void aBundleIsMadeFetchedInPartsAndVerified(@TempDir Path folder) throws Exception {
    Person auditor = auditor();
    Person other = auditor();
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    String group =
        people
            .postWithKey(
                ada, "/api/groups", Map.of("name", "Allotment", "members", List.of(bob.id())))
            .body()
            .path("conversationId")
            .asString();
    String outside =
        people
            .postWithKey(bob, "/api/groups", Map.of("name", "outside"))
            .body()
            .path("conversationId")
            .asString();
    String messages = "/api/conversations/" + group + "/messages";
    assertThat(people.postWithKey(ada, messages, Map.of("text", "At seven")).status())
        .isEqualTo(201);
    assertThat(people.postWithKey(bob, messages, Map.of("text", "I bring beans")).status())
        .isEqualTo(201);
    String caseId = openCase(auditor, List.of(group), List.of());
    String bundles = "/api/audit/cases/" + caseId + "/bundles";

    notFound(people.post(auditor, bundles, Map.of("conversations", List.of(group, outside))));
    notFound(people.post(auditor, bundles, Map.of("people", List.of(ada.id()))));
    notFound(people.post(other, bundles, Map.of("conversations", List.of(group))));
    notFound(
        people.post(
            auditor, "/api/audit/cases/nocase/bundles", Map.of("conversations", List.of(group))));
    assertThat(people.post(auditor, bundles, Map.of()).body().path("field").asString())
        .isEqualTo("conversations");
    Answer begun =
        people.post(
            auditor,
            bundles,
            Map.of("conversations", List.of(group), "formats", List.of("eml", "csv")));
    assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
    String path = bundles + "/" + begun.body().path("bundleId").asString();
    JsonNode bundle = read(auditor, path);
    while (!bundle.path("status").asString().equals("ready")) {
      assertThat(bundle.path("status").asString()).isIn("waiting", "running");
      Thread.sleep(50);
      bundle = read(auditor, path);
    }

    long half = bundle.path("bytes").asLong() / 2;
    HttpResponse<byte[]> first = fetch(auditor, path, "bytes=0-" + (half - 1));
    HttpResponse<byte[]> second = fetch(auditor, path, "bytes=" + half + "-");
    assertThat(first.statusCode()).isEqualTo(206);
    assertThat(second.headers().firstValue("etag").orElse(""))
        .isEqualTo('"' + bundle.path("hash").asString() + '"');
    Path file = folder.resolve("bundle.zip");
    Files.write(file, first.body());
    Files.write(file, second.body(), StandardOpenOption.APPEND);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    int verdict =
        new VerifyTool(print, print).run(file.toString(), "--key", bundle.path("key").asString());
    assertThat(verdict).as(out.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("In conversation " + group + ", nothing is missing from position 0 to 2");
    notFound(people.get(other, path + "/content"));
    notFound(people.get(auditor, bundles + "/b00000000000000000000/content"));

    // Somebody who hangs up has been recorded.
    try (Socket socket = new Socket(powow.http().getHost(), powow.http().getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + path
                      + "/content HTTP/1.1\r\nHost: localhost\r\nRange: bytes=7-\r\n"
                      + "Authorization: Bearer "
                      + auditor.token()
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
    String looks = read(other, "/api/audit/cases/" + caseId + "/looks").toString();
    String id = bundle.path("bundleId").asString();
    assertThat(looks)
        .contains("\"bundle " + id + " conversations=" + group + " formats=csv,eml\"")
        .contains("\"fetch " + id + " from=0\"")
        .contains("\"fetch " + id + " from=" + half + "\"")
        .contains("\"fetch " + id + " from=7\"")
        .contains("\"fetch b00000000000000000000 from=0\"");
    assertThat(people.post(auditor, "/api/audit/cases/" + caseId + "/close", Map.of()).status())
        .isEqualTo(204);
    notFound(people.get(auditor, path + "/content"));
    assertThat(read(auditor, bundles).path("bundles")).isEmpty();
  }

  private HttpResponse<byte[]> fetch(Person person, String path, String range) throws Exception {
    return http.send(
        HttpRequest.newBuilder(powow.http().resolve(path + "/content"))
            .header("authorization", "Bearer " + person.token())
            .header("range", range)
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void notFound(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
    assertThat(answer.body().path("code").asString()).isEqualTo("case_not_found");
  }

  private Person auditor() throws Exception {
    return staff("auditor", "audit", "approve");
  }

  private Person staff(String role, String... scopes) throws Exception {
    Person person = people.signUp("grace");
    assertThat(AdminTool.run("admin", powow.data().toString(), "grant", person.handle(), role))
        .isZero();
    Answer token =
        people.post(
            person, "/api/staff/tokens", Map.of("scopes", List.of(scopes), "reason", "A test"));
    assertThat(token.status()).as(token.toString()).isEqualTo(201);
    return new Person(
        person.id(), person.handle(), person.password(), token.body().path("token").asString());
  }

  private String openCase(Person auditor, List<String> conversations, List<String> whose)
      throws Exception {
    Answer opened =
        people.post(
            auditor,
            "/api/audit/cases",
            Map.of(
                "purpose",
                "Find out",
                "basis",
                "A court order",
                "conversations",
                conversations,
                "people",
                whose,
                "expires",
                Instant.now().plus(Duration.ofHours(1)).toString()));
    assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
    return opened.body().path("caseId").asString();
  }

  private JsonNode timeline(
      Person auditor, String caseId, String conversation, Person person, String more)
      throws Exception {
    return read(
        auditor,
        "/api/audit/conversations/"
            + conversation
            + "/timeline?limit=200&case="
            + caseId
            + "&person="
            + person.id()
            + more);
  }

  private JsonNode read(Person person, String path) throws Exception {
    return people.read(person, path);
  }

  private Answer send(Person person, String method, String path, @Nullable String body)
      throws Exception {
    return people.send(
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
}
