package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.client.StompConnection;
import info.powow.standalone.admin.AdminTool;
import info.powow.standalone.e2e.TestPeople.Answer;
import info.powow.standalone.e2e.TestPeople.Person;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// An operator records the server's process. The recording contains nothing that people write.
@ExtendWith(SharedPowow.class)
@Timeout(180)
class FlightRecordingE2E {
  private static final String RECORDINGS = "/api/ops/recordings";
  private static final String CANARY = "canary4711";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final PowowProcess powow;
  private final TestPeople people;

  FlightRecordingE2E(PowowProcess powow) {
    this.powow = powow;
    this.people = new TestPeople(http, powow.http());
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void aRecordingHasNoTextNoPasswordAndNoToken(@TempDir Path folder) throws Exception {
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    Person operator = operator(people.signUp("grace"));
    assertThat(people.get(ada, RECORDINGS).status()).isIn(401, 403);

    Answer begun = begin(operator, "The server is slow");
    assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
    String id = begun.body().path("id").asString();
    assertThat(begin(operator, "The server is slow").body().path("code").asString())
        .isEqualTo("recording_running");
    while (!people.read(operator, RECORDINGS).path("running").isMissingNode()) {
      write(ada, bob);
      people.post(
          null, "/api/sessions", Map.of("handle", ada.handle(), "password", CANARY + "word"));
      // Polls, because another process cannot notify the test.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }

    Path file = folder.resolve("recording.jfr");
    assertThat(download(operator, id, file)).isEqualTo(200);
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    Set<String> types = new TreeSet<>();
    for (RecordedEvent event : events) {
      types.add(event.getEventType().getName());
      assertThat(event.toString()).doesNotContain(secrets(ada, operator));
    }
    assertThat(types).contains("jdk.ExecutionSample", "jdk.CPULoad");
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .doesNotContain(secrets(ada, operator));

    assertThat(delete(operator, id, "").body().path("field").asString()).isEqualTo("reason");
    assertThat(delete(operator, id, "Found+it").status()).isEqualTo(204);
    assertThat(download(operator, id, file)).isEqualTo(404);
    assertThat(Files.readString(powow.data().resolve("ops").resolve("actions.jsonl")))
        .contains("The server is slow", "delete the recording " + id, "Found it");
  }

  private static String[] secrets(Person ada, Person operator) {
    return new String[] {
      CANARY,
      ada.token(),
      ada.password(),
      operator.token(),
      operator.password(),
      Base64.getEncoder().encodeToString(PowowProcess.TOKEN_SECRET)
    };
  }

  private void write(Person ada, Person bob) throws Exception {
    StompConnection writing = StompConnection.open(http, powow.socket(), ada.token(), (_, _) -> {});
    String chat =
        String.valueOf(
            StompConnection.await(
                    writing.send("/app/direct/open", Map.of("key", "chat", "with", bob.id())))
                .conversation());
    for (int i = 0; i < 20; i++) {
      StompConnection.await(
          writing.send(
              "/app/conversations/" + chat + "/send",
              Map.of("key", "k" + System.nanoTime(), "text", CANARY + " said " + i)));
    }
    writing.disconnect();
  }

  private Person operator(Person person) throws Exception {
    assertThat(
            AdminTool.run(
                new String[] {
                  "admin", powow.data().toString(), "grant", person.handle(), "operator"
                }))
        .isZero();
    Answer token =
        people.post(
            person,
            "/api/staff/tokens",
            Map.of("scopes", List.of("ops"), "reason", "A drill", "password", person.password()));
    return new Person(
        person.id(), person.handle(), person.password(), token.body().path("token").asString());
  }

  private Answer begin(Person operator, String reason) throws Exception {
    return people.post(operator, RECORDINGS, Map.of("seconds", 5, "reason", reason));
  }

  private int download(Person operator, String id, Path file) throws Exception {
    return http.send(
            HttpRequest.newBuilder(powow.http().resolve(RECORDINGS + "/" + id))
                .header("authorization", "Bearer " + operator.token())
                .build(),
            HttpResponse.BodyHandlers.ofFile(file))
        .statusCode();
  }

  private Answer delete(Person operator, String id, String reason) throws Exception {
    return people.send(
        HttpRequest.newBuilder(powow.http().resolve(RECORDINGS + "/" + id + "?reason=" + reason))
            .header("authorization", "Bearer " + operator.token())
            .DELETE()
            .build());
  }
}
