package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogOptions;
import info.powow.standalone.admin.AdminTool;
import info.powow.standalone.e2e.TestPeople.Answer;
import info.powow.standalone.e2e.TestPeople.Person;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A conversation has an event that nobody can read. An operator has the views leave it out.
@Timeout(900)
class SkippedEventE2E {
  private static final String DEAD = "/api/ops/dead-letters";
  private static final String WHY = "Not readable since the crash";

  @Test
  void aSkippedEventStaysSkippedWhenTheServerIsKilledAndTheViewsAreRebuilt(@TempDir Path folder)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient();
        PowowProcess powow = PowowProcess.start(folder)) {
      TestPeople people = new TestPeople(http, powow.http());
      Person ada = people.signUp("ada");
      Person bob = people.signUp("bob");
      assertThat(AdminTool.run("admin", powow.data().toString(), "grant", ada.handle(), "operator"))
          .isZero();
      Person operator = operator(people, ada);
      String group = group(people, ada, "Chess", bob);
      String other = group(people, ada, "Go", bob);
      powow.stop();
      long unreadable = appendUnreadable(powow.data().resolve("log"), group, "MessageSent");
      long removal = appendUnreadable(powow.data().resolve("log"), other, "MemberRemoved");
      powow.restart();

      JsonNode stopped = awaitStopped(people, operator, group);
      assertThat(stopped.path("sequence").asLong()).isEqualTo(unreadable);
      assertThat(stopped.path("eventType").asString()).isEqualTo("MessageSent");
      assertThat(awaitStopped(people, operator, other).path("eventType").asString())
          .isEqualTo("MemberRemoved");
      // Without the removal, the removed member would go on seeing the group.
      Answer refused =
          people.post(
              operator,
              DEAD + "/views/" + other + "/skip",
              Map.of("sequence", removal, "reason", WHY));
      assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
      assertThat(refused.body().path("code").asString()).isEqualTo("event_not_skippable");

      String skip = DEAD + "/views/" + group + "/skip";
      Map<String, Object> body = Map.of("sequence", unreadable, "reason", WHY);
      assertThat(people.post(ada, skip, body).status()).isEqualTo(401);
      refused(people.post(operator, skip, Map.of("sequence", unreadable, "reason", " ")), "reason");
      refused(
          people.post(operator, skip, Map.of("sequence", unreadable - 1, "reason", WHY)),
          "sequence");
      assertThat(people.post(operator, DEAD + "/views/elsewhere/skip", body).status())
          .isEqualTo(404);
      assertThat(people.read(operator, DEAD).path("skipped")).isEmpty();

      Answer skipped = people.post(operator, skip, body);
      assertThat(skipped.body().path("released").asBoolean()).as(skipped.toString()).isTrue();
      assertThat(people.post(operator, skip, body).status()).isEqualTo(404);

      powow.kill();
      powow.restart();
      assertSkipped(people, operator, group, unreadable);

      powow.kill();
      assertThat(FileSystemUtils.deleteRecursively(powow.data().resolve("views"))).isTrue();
      powow.restart();
      assertSkipped(people, operator, group, unreadable);
      assertThat(people.read(bob, "/api/conversations").toString()).contains("Chess");
      assertThat(awaitStopped(people, operator, other).path("sequence").asLong())
          .isEqualTo(removal);
    }
  }

  private static void assertSkipped(
      TestPeople people, Person operator, String stream, long sequence) throws Exception {
    assertThat(stopped(people, operator, stream).isMissingNode()).isTrue();
    JsonNode skipped = people.read(operator, DEAD).path("skipped");
    assertThat(skipped).hasSize(1);
    JsonNode event = skipped.get(0);
    assertThat(event.path("stream").asString()).isEqualTo(stream);
    assertThat(event.path("sequence").asLong()).isEqualTo(sequence);
    assertThat(event.path("eventType").asString()).isEqualTo("MessageSent");
    assertThat(event.path("by").asString()).isEqualTo(operator.id());
    assertThat(event.path("reason").asString()).isEqualTo(WHY);
  }

  private static String group(TestPeople people, Person owner, String name, Person member)
      throws Exception {
    return people
        .postWithKey(owner, "/api/groups", Map.of("name", name, "members", List.of(member.id())))
        .body()
        .path("conversationId")
        .asString();
  }

  /// Polls, because another process cannot notify the test.
  private static JsonNode awaitStopped(TestPeople people, Person operator, String stream)
      throws Exception {
    JsonNode found = stopped(people, operator, stream);
    while (found.isMissingNode()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      found = stopped(people, operator, stream);
    }
    return found;
  }

  private static JsonNode stopped(TestPeople people, Person operator, String stream)
      throws Exception {
    for (JsonNode each : people.read(operator, DEAD).path("streams")) {
      if (each.path("projection").asString().equals("views")
          && each.path("stream").asString().equals(stream)) {
        return each;
      }
    }
    return MissingNode.getInstance();
  }

  private static void refused(Answer answer, String field) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.body().path("field").asString()).isEqualTo(field);
  }

  /// @return its sequence
  private static long appendUnreadable(Path log, String stream, String type) throws Exception {
    try (EventLog open = EventLog.open(EventLogOptions.in(log))) {
      long sequence = open.lastSequence(stream).orElseThrow() + 1;
      Entry before = open.readStored(stream, sequence - 1, 1).getFirst().entry();
      long unused =
          open.append(
                  List.of(
                      Entry.of(
                          stream,
                          before.streamType(),
                          sequence,
                          UUID.randomUUID().toString(),
                          Instant.now(),
                          type,
                          before.revision(),
                          "unreadable".getBytes(StandardCharsets.UTF_8),
                          before.metadata())))
              .get();
      return sequence;
    }
  }

  private static Person operator(TestPeople people, Person person) throws Exception {
    Answer answer =
        people.post(
            person,
            "/api/staff/tokens",
            Map.of("scopes", List.of("ops"), "reason", "A test", "password", person.password()));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return new Person(
        person.id(), person.handle(), person.password(), answer.body().path("token").asString());
  }
}
