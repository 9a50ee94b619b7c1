package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.client.StompConnection;
import info.powow.standalone.admin.AdminTool;
import info.powow.standalone.e2e.TestPeople.Answer;
import info.powow.standalone.e2e.TestPeople.Person;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Roles and staff tokens, from outside.
@ExtendWith(SharedPowow.class)
class StaffE2E {
  private final HttpClient http = HttpClient.newHttpClient();
  private final PowowProcess powow;
  private final TestPeople people;

  StaffE2E(PowowProcess powow) {
    this.powow = powow;
    this.people = new TestPeople(http, powow.http());
  }

  @AfterEach
  void close() {
    http.shutdownNow();
  }

  @Test
  void rolesAreGrantedOnTheMachineAndThenByAnAdmin() throws Exception {
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    assertThat(tokenFor(ada, "admin", Map.of()).body().path("code").asString())
        .isEqualTo("role_required");
    assertThat(admin("grant", ada.handle(), "emperor")).isEqualTo(1);
    assertThat(admin("grant", "nobody_has_this_one", "admin")).isEqualTo(1);

    assertThat(admin("grant", ada.handle(), "admin")).isZero();
    Person staff = staff(ada, "admin");
    String role = "/api/staff/roles/" + bob.id() + "/auditor";
    assertThat(send(staff, "PUT", role).status()).isEqualTo(204);
    assertThat(people.read(bob, "/api/staff/me").toString())
        .isEqualTo(
            "{\"roles\":[\"auditor\"],\"scopes\":[\"audit\",\"approve\",\"moderate\",\"hold\",\"replay\",\"reveal\"]}");
    assertThat(people.read(staff, "/api/staff/roles").toString())
        .contains("\"by\":\"" + ada.id() + "\"");

    Person auditor = staff(bob, "audit");
    // Whose account is being erased is for officers only.
    assertThat(people.get(auditor, "/api/audit/people/" + ada.id() + "/erasure").status())
        .isEqualTo(403);
    assertThat(people.get(auditor, "/api/staff/roles").body().path("code").asString())
        .isEqualTo("role_required");
    assertThat(send(staff, "DELETE", role).status()).isEqualTo(204);
    Answer revoked = people.get(auditor, "/api/audit/cases");
    assertThat(revoked.status()).isEqualTo(403);
    assertThat(revoked.body().path("code").asString()).isEqualTo("role_required");
    assertThat(
            send(staff, "PUT", "/api/staff/roles/" + bob.id() + "/emperor")
                .body()
                .path("field")
                .asString())
        .isEqualTo("role");
  }

  @Test
  void aStaffTokenNeedsAReasonAndThePassword() throws Exception {
    Person ada = people.signUp("ada");
    admin("grant", ada.handle(), "operator");

    Answer wrong =
        tokenFor(ada, "ops", Map.of("reason", "Look at the disk", "password", "wrong wrong"));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.body().path("code").asString()).isEqualTo("wrong_credentials");
    assertThat(tokenFor(ada, "ops", Map.of("reason", " ")).body().path("field").asString())
        .isEqualTo("reason");
    assertThat(tokenFor(ada, "ops", Map.of("reason", "Disk", "password", ada.password())).status())
        .isEqualTo(201);
    assertThat(tokenFor(ada, "audit", Map.of("reason", "Disk")).status()).isEqualTo(403);
  }

  @Test
  void neitherKindOfTokenOpensTheDoorsOfTheOther() throws Exception {
    Person ada = people.signUp("ada");
    admin("grant", ada.handle(), "admin");
    admin("grant", ada.handle(), "auditor");
    admin("grant", ada.handle(), "operator");
    admin("grant", ada.handle(), "analyst");
    Person staff = staff(ada, "admin", "audit", "ops", "analytics");

    for (String door :
        List.of(
            "/api/staff/roles", "/api/audit/cases", "/api/ops/status", "/api/analytics/queries")) {
      refused(people.get(ada, door));
    }
    for (String door :
        List.of("/api/me", "/api/conversations", "/api/staff/me", "/api/search?q=a", "/api/x")) {
      refused(people.get(staff, door));
    }
    refused(people.post(staff, "/api/staff/tokens", Map.of("scopes", List.of("ops"))));
    refused(people.postWithKey(staff, "/api/groups", Map.of("name", "a")));
    refused(people.postWithKey(staff, "/api/images", Map.of()));
    assertThatThrownBy(
            () -> StompConnection.open(http, powow.socket(), staff.token(), (_, _) -> {}))
        .isInstanceOf(IOException.class);
    StompConnection chat = StompConnection.open(http, powow.socket(), ada.token(), (_, _) -> {});
    assertThatThrownBy(() ->
            StompConnection.await(
                chat.send("/app/session/refresh", Map.of("token", staff.token()))))
        .isInstanceOf(Exception.class);
  }

  /// Over HTTP and STOMP. Nobody but an operator finds it.
  @Test
  void aRefusalIsFoundByItsTrace() throws Exception {
    Person ada = people.signUp("ada");
    admin("grant", ada.handle(), "operator");
    Person operator = staff(ada, "ops");
    String trace = UUID.randomUUID().toString().replace("-", "");
    String traceparent = "00-" + trace + "-" + "12".repeat(8) + "-01";

    Answer unknown =
        people.send(
            HttpRequest.newBuilder(powow.http().resolve("/api/conversations/nowhere/members"))
                .header("authorization", "Bearer " + ada.token())
                .header("traceparent", traceparent)
                .build());
    assertThat(unknown.body().path("trace").asString()).isEqualTo(trace);
    assertThat(people.get(ada, "/api/conversations/nowhere/members").body().has("trace")).isFalse();
    JsonNode found = people.read(operator, "/api/ops/refusals/" + trace);
    assertThat(found.path("destination").asString())
        .isEqualTo("GET /api/conversations/{id}/members");
    assertThat(found.path("code").asString())
        .isEqualTo(unknown.body().path("code").asString())
        .isNotEmpty();

    String refusal;
    try (RawSocket socket = RawSocket.open(powow.port(), Map.of())) {
      socket.stomp(
          "CONNECT\naccept-version:1.2\nhost:powow\nAuthorization:Bearer " + ada.token() + "\n\n");
      assertThat(socket.readUntil("CONNECTED")).startsWith("CONNECTED");
      socket.stomp(
          "SEND\ndestination:/app/conversations/nowhere/send\ntraceparent:"
              + traceparent
              + "\n\n{\"key\":\""
              + UUID.randomUUID()
              + "\",\"text\":\"a secret word\"}");
      refusal = socket.readUntil("MESSAGE");
    }
    assertThat(refusal).contains("\"trace\":\"" + trace + "\"");
    JsonNode newest = people.read(operator, "/api/ops/refusals/" + trace);
    assertThat(newest.path("destination").asString()).isEqualTo("/app/conversations/nowhere/send");
    assertThat(newest.toString()).doesNotContain("secret");

    refused(people.get(ada, "/api/ops/refusals/" + trace));
    assertThat(people.get(operator, "/api/ops/refusals/" + "ab".repeat(16)).status())
        .isEqualTo(404);
    assertThat(people.get(operator, "/api/ops/refusals/x").body().path("field").asString())
        .isEqualTo("trace");
  }

  private static void refused(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
    assertThat(answer.body().path("code").asString()).isEqualTo("unauthenticated");
  }

  private Person staff(Person person, String... scopes) throws Exception {
    Answer answer =
        people.post(
            person,
            "/api/staff/tokens",
            Map.of("scopes", List.of(scopes), "reason", "A test", "password", person.password()));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return new Person(
        person.id(), person.handle(), person.password(), answer.body().path("token").asString());
  }

  private Answer tokenFor(Person person, String scope, Map<String, String> more) throws Exception {
    Map<String, Object> body = new HashMap<>(Map.of("scopes", List.of(scope)));
    body.put("reason", "A test");
    body.putAll(more);
    return people.post(person, "/api/staff/tokens", body);
  }

  private int admin(String... words) throws InterruptedException {
    String[] arguments = new String[words.length + 2];
    arguments[0] = "admin";
    arguments[1] = powow.data().toString();
    System.arraycopy(words, 0, arguments, 2, words.length);
    return AdminTool.run(arguments);
  }

  private Answer send(Person person, String method, String path) throws Exception {
    return people.send(
        HttpRequest.newBuilder(powow.http().resolve(path))
            .header("authorization", "Bearer " + person.token())
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build());
  }
}
