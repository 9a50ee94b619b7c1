package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.standalone.admin.AdminTool;
import info.powow.standalone.e2e.TestPeople.Answer;
import info.powow.standalone.e2e.TestPeople.Person;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// SQL over the history, from outside.
@ExtendWith(SharedPowow.class)
class AnalyticsE2E {
  private final HttpClient http = HttpClient.newHttpClient();
  private final PowowProcess powow;
  private final TestPeople people;

  AnalyticsE2E(PowowProcess powow) {
    this.powow = powow;
    this.people = new TestPeople(http, powow.http());
  }

  @AfterEach
  void close() {
    http.shutdownNow();
  }

  @Test
  void analystsAskInACaseAndLeaveATrace() throws Exception {
    Person ada = people.signUp("ada");
    Person analyst = staff(ada, "analyst", "analytics");
    String one = openCase(analyst);
    String other = openCase(analyst);
    String group = group(ada);
    for (int i = 0; i < 3; i++) {
      assertThat(
              people
                  .postWithKey(
                      ada,
                      "/api/conversations/" + group + "/messages",
                      Map.of("text", "Hello " + i))
                  .status())
          .isEqualTo(201);
    }

    // What was acknowledged before the question is in the answer.
    String mine =
        "SELECT person, conversation FROM messages GROUP BY ALL HAVING max(idx) = (SELECT max(idx)"
            + " FROM messages)";
    JsonNode answer = query(analyst, one, mine);
    assertThat(answer.path("count").asInt()).isEqualTo(1);
    assertThat(answer.path("index").asLong()).isPositive();
    assertThat(answer.toString()).doesNotContain(ada.id(), group, "Hello");

    // Nothing in common with another case.
    String all =
        "SELECT DISTINCT person FROM people UNION SELECT DISTINCT conversation FROM messages";
    Set<String> inOne = ids(query(analyst, one, all));
    Set<String> inOther = ids(query(analyst, other, all));
    assertThat(inOne).hasSameSizeAs(inOther).isNotEmpty().doesNotContainAnyElementsOf(inOther);
    assertThat(ids(query(analyst, one, all))).isEqualTo(inOne);

    // Every question is recorded, with the hash of its answer; also one that was refused.
    assertThat(ask(analyst, one, "ATTACH '/tmp/x'", "json").status()).isEqualTo(400);
    Person auditor = staff(ada, "auditor", "audit");
    JsonNode looks = people.read(auditor, "/api/audit/cases/" + one + "/looks").path("looks");
    assertThat(looks.size()).isEqualTo(4);
    assertThat(looks.path(0).path("query").asString()).isEqualTo("sql ATTACH '/tmp/x'");
    assertThat(looks.path(0).path("refused").asBoolean()).isTrue();
    assertThat(looks.path(3).path("query").asString()).isEqualTo("sql " + mine);
    assertThat(looks.path(3).path("hash").asString()).hasSize(64);
  }

  @Test
  void questionsOutsideOfACaseOrThatAreNotASelectAreRefused() throws Exception {
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    Person analyst = staff(ada, "analyst", "analytics");
    Person another = staff(bob, "analyst", "analytics");
    String id = openCase(analyst);

    code(ask(another, id, "SELECT 1", "json"), 404, "case_not_found");
    code(ask(analyst, "s0", "SELECT 1", "json"), 404, "case_not_found");
    code(ask(analyst, id, "SELECT * FROM read_csv('/etc/passwd')", "json"), 400, "invalid_sql");
    code(ask(analyst, id, "SELECT nothing FROM messages", "csv"), 400, "invalid_sql");
    code(ask(analyst, id, "SELECT repeat('x', 5000000000)", "json"), 413, "query_too_large");
    code(ask(analyst, id, "SELECT '" + "x".repeat(20_000) + "'", "json"), 400, "invalid_request");
    Person auditor = staff(ada, "auditor", "audit");
    code(people.get(auditor, "/api/analytics/schema"), 403, "role_required");
    assertThat(
            people
                .get(auditor, "/api/audit/people/" + bob.id() + "/conversations?case=" + id)
                .status())
        .isEqualTo(404);

    // And after all that, everybody else is served, and so is the next question.
    assertThat(query(analyst, id, "SELECT 1 AS n").path("rows").toString()).isEqualTo("[[1]]");
    assertThat(people.post(analyst, "/api/analytics/cases/" + id + "/close", Map.of()).status())
        .isEqualTo(204);
    code(ask(analyst, id, "SELECT 1", "json"), 404, "case_not_found");
  }

  @Test
  void answersAreCsvAndParquetTooAndReportsArePrepared() throws Exception {
    Person analyst = staff(people.signUp("ada"), "analyst", "analytics");
    String id = openCase(analyst);

    HttpResponse<byte[]> csv = raw(analyst, id, "SELECT unnest(range(5)) AS n", "csv", 3);
    assertThat(new String(csv.body(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("n\r\n0\r\n1\r\n2\r\n");
    assertThat(csv.headers().firstValue("Powow-Cut")).contains("true");
    assertThat(csv.headers().firstValue("Powow-Rows")).contains("3");
    HttpResponse<byte[]> parquet = raw(analyst, id, "SELECT * FROM events", "parquet", null);
    assertThat(parquet.statusCode()).isEqualTo(200);
    assertThat(new String(parquet.body(), 0, 4, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("PAR1");
    JsonNode schema = people.read(analyst, "/api/analytics/schema");
    assertThat(schema.path("tables").size()).isEqualTo(13);
    for (JsonNode report : schema.path("reports")) {
      Answer answer =
          people.get(
              analyst, "/api/analytics/reports/" + report.path("name").asString() + "?case=" + id);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      assertThat(answer.body().path("cut").asBoolean()).isFalse();
    }
  }

  @Test
  void whatIsRefusedIsAFactWithoutAWordOfIt() throws Exception {
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    String own = group(ada);
    String theirs = group(bob);
    for (int i = 0; i < 3; i++) {
      code(say(ada, theirs, "a refused word"), 404, "conversation_not_found");
    }
    assertThat(say(ada, own, "Hello").status()).isEqualTo(201);
    Person analyst = staff(ada, "analyst", "analytics");
    String id = openCase(analyst);

    String refusals =
        "SELECT command, code, sum(times)::BIGINT FROM refusals WHERE person ="
            + " (SELECT person FROM messages ORDER BY idx DESC LIMIT 1) GROUP BY ALL";
    String rows = "";
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!rows.contains(",3]") && System.nanoTime() < end) {
      rows = query(analyst, id, refusals).path("rows").toString();
    }
    assertThat(rows).isEqualTo("[[\"SendMessage\",\"conversation_not_found\",3]]");
  }

  @Test
  void aReplayInACaseHasThePseudonymsOfSqlAndAnswersAboutThem() throws Exception {
    Person ada = people.signUp("ada");
    Person analyst = staff(ada, "analyst", "analytics", "replay");
    String id = openCase(analyst);
    String group = group(ada);
    assertThat(say(ada, group, "a secret").status()).isEqualTo(201);
    JsonNode row =
        query(
                analyst,
                id,
                "SELECT idx, person, conversation FROM messages ORDER BY idx DESC LIMIT 1")
            .path("rows")
            .path(0);
    long index = row.path(0).asLong();
    String person = row.path(1).asString();
    String conversation = row.path(2).asString();

    Answer begun =
        people.post(
            analyst,
            "/api/replays",
            Map.of("caseId", id, "from", Map.of("index", index), "to", Map.of("index", index)));
    assertThat(begun.status()).as(begun.toString()).isEqualTo(201);
    assertThat(begun.body().path("events").asInt()).isEqualTo(1);
    String replay = "/api/replays/" + begun.body().path("replayId").asString();

    JsonNode then = people.read(analyst, replay + "/conversations/" + conversation);
    assertThat(then.path("conversationId").asString()).isEqualTo(conversation);
    assertThat(then.path("messages").asInt()).isEqualTo(1);
    assertThat(then.path("members").path(0).path("personId").asString()).isEqualTo(person);
    JsonNode seen =
        people.read(
            analyst, replay + "/conversations/" + conversation + "/messages?person=" + person);
    assertThat(seen.path("messages")).hasSize(1);
    JsonNode inbox = people.read(analyst, replay + "/inbox?person=" + person);
    assertThat(inbox.path("conversations").toString()).contains(conversation);
    assertThat(then + " " + seen + " " + inbox)
        .doesNotContain("a secret", "Allotment", ada.id(), group);

    // Whoever is named by an id of their own is not found.
    code(people.get(analyst, replay + "/conversations/" + group), 404, "conversation_not_found");
    assertThat(people.read(analyst, replay + "/inbox?person=" + ada.id()).path("conversations"))
        .isEmpty();
    Answer follow =
        people.post(
            analyst,
            "/api/replays",
            Map.of("caseId", id, "filter", Map.of("people", List.of(person))));
    code(follow, 400, "invalid_request");
    assertThat(follow.body().path("field").asString()).isEqualTo("caseId");
  }

  private Answer say(Person person, String group, String text)
      throws IOException, InterruptedException {
    return people.postWithKey(
        person, "/api/conversations/" + group + "/messages", Map.of("text", text));
  }

  private static void code(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.body().path("code").asString()).isEqualTo(code);
    assertThat(answer.toString()).doesNotContain("/data/", "passwd", ".parquet");
  }

  private static Set<String> ids(JsonNode answer) {
    Set<String> ids = new HashSet<>();
    answer
        .path("rows")
        .forEach(row -> {
          if (!row.path(0).isNull()) {
            ids.add(row.path(0).asString());
          }
        });
    return ids;
  }

  private String openCase(Person analyst) throws Exception {
    Answer answer =
        people.post(
            analyst,
            "/api/analytics/cases",
            Map.of("purpose", "How groups grow", "basis", "Consent"));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer.body().path("caseId").asString();
  }

  private String group(Person person) throws Exception {
    return people
        .postWithKey(person, "/api/groups", Map.of("name", "Allotment", "open", true))
        .body()
        .path("conversationId")
        .asString();
  }

  private JsonNode query(Person analyst, String caseId, String sql) throws Exception {
    Answer answer = ask(analyst, caseId, sql, "json");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.body();
  }

  private Answer ask(Person analyst, String caseId, String sql, String format) throws Exception {
    return people.post(
        analyst, "/api/analytics/query", Map.of("caseId", caseId, "sql", sql, "format", format));
  }

  private HttpResponse<byte[]> raw(
      Person analyst,
      String caseId,
      String sql,
      String format,
      @org.jspecify.annotations.Nullable Integer limit)
      throws Exception {
    Map<String, Object> body =
        new HashMap<>(Map.of("caseId", caseId, "sql", sql, "format", format));
    if (limit != null) {
      body.put("limit", limit);
    }
    return http.send(
        HttpRequest.newBuilder(powow.http().resolve("/api/analytics/query"))
            .header("authorization", "Bearer " + analyst.token())
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private Person staff(Person person, String role, String... scopes) throws Exception {
    assertThat(AdminTool.run("admin", powow.data().toString(), "grant", person.handle(), role))
        .isZero();
    Answer answer =
        people.post(
            person,
            "/api/staff/tokens",
            Map.of("scopes", List.of(scopes), "reason", "A test", "password", person.password()));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return new Person(
        person.id(), person.handle(), person.password(), answer.body().path("token").asString());
  }
}
