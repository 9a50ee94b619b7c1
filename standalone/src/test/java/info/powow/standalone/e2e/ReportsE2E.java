package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.standalone.admin.AdminTool;
import info.powow.standalone.e2e.TestPeople.Answer;
import info.powow.standalone.e2e.TestPeople.Person;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// What staff see of reports, from outside. What people see is in `reports.test.js`.
@ExtendWith(SharedPowow.class)
class ReportsE2E {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String NOTE = "He shouts at night.";

  private final HttpClient http = HttpClient.newHttpClient();
  private final PowowProcess powow;
  private final TestPeople people;

  ReportsE2E(PowowProcess powow) {
    this.powow = powow;
    this.people = new TestPeople(http, powow.http());
  }

  @AfterEach
  void close() {
    http.shutdownNow();
  }

  @Test
  void aModeratorSeesAnOpenReportAndClosesIt() throws Exception {
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    Person moderator = staff("moderator", "moderate");
    String id = report(ada, bob);

    JsonNode open = listed(moderator, "open", id);
    assertThat(open.path("reporterId").asString()).isEqualTo(ada.id());
    assertThat(open.path("personId").asString()).isEqualTo(bob.id());
    assertThat(open.path("note").asString()).isEqualTo(NOTE);
    refused(close(moderator, id, "none"), 400, "invalid_request");
    assertThat(close(moderator, id, "no_violation").status()).isEqualTo(204);

    assertThat(find(moderator, "open", id)).isNull();
    JsonNode closed = listed(moderator, "closed", id).path("closed");
    assertThat(closed.path("outcome").asString()).isEqualTo("no_violation");
    assertThat(closed.path("reason").asString()).isEqualTo("A test");
    JsonNode seen = people.get(ada, "/api/me/reports").body().path("reports").path(0);
    assertThat(seen.path("state").asString()).isEqualTo("closed");
    assertThat(seen.propertyNames()).doesNotContain("outcome", "by", "closed");
    refused(close(moderator, id, "duplicate"), 404, "report_not_found");
  }

  @Test
  void whatIsShownIsRecordedFirst() throws Exception {
    Person auditor = staff("auditor", "audit", "moderate");

    assertThat(people.get(auditor, "/api/audit/reports?state=open&limit=1").status())
        .isEqualTo(200);

    JsonNode look =
        people.get(auditor, "/api/audit/cases/standing/looks").body().path("looks").path(0);
    assertThat(look.path("by").asString()).isEqualTo(auditor.id());
    assertThat(look.path("query").asString()).isEqualTo("reports state=open limit=1");
    assertThat(look.path("hash").asString()).hasSize(64);
  }

  @Test
  void whoeverIsInvolvedDoesNotSeeItAsStaff() throws Exception {
    Person ada = people.signUp("ada");
    Person reported = people.signUp("bob");
    String id = report(ada, reported);
    Person theirs = grant(reported, "moderator", "moderate");
    Person hers = grant(ada, "moderator", "moderate");

    for (Person involved : List.of(theirs, hers)) {
      assertThat(find(involved, "open", id)).isNull();
      refused(close(involved, id, "no_violation"), 404, "report_not_found");
    }
    // Nor does a short page, or the cursor of one, tell that it exists.
    String before = "";
    while (true) {
      JsonNode page = people.get(theirs, "/api/audit/reports?limit=1" + before).body();
      if (!page.has("before")) {
        break;
      }
      assertThat(page.path("reports").size()).isEqualTo(1);
      assertThat(page.path("before").asString())
          .isEqualTo(page.path("reports").path(0).path("reportId").asString())
          .isNotEqualTo(id);
      before = "&before=" + page.path("before").asString();
    }
    assertThat(listed(staff("moderator", "moderate"), "open", id)).isNotNull();
  }

  @Test
  void othersSeeNoReports() throws Exception {
    Person ada = people.signUp("ada");
    Person officer = staff("officer", "approve");
    Person moderator = staff("moderator", "moderate");

    refused(people.get(ada, "/api/audit/reports"), 401, "unauthenticated");
    refused(people.get(officer, "/api/audit/reports"), 403, "role_required");
    refused(close(officer, "r1", "duplicate"), 403, "role_required");
    // Nor do moderators see cases.
    refused(people.get(moderator, "/api/audit/cases"), 403, "role_required");
  }

  @Test
  void theNoteOfAnErasedReporterIsGone() throws Exception {
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    Person moderator = staff("moderator", "moderate");
    String id = report(ada, bob);
    assertThat(listed(moderator, "open", id).path("note").asString()).isEqualTo(NOTE);

    assertThat(people.post(ada, "/api/me/erasure", Map.of()).status()).isEqualTo(202);

    Instant end = Instant.now().plus(TIMEOUT);
    JsonNode left = listed(moderator, "open", id);
    while (left.has("note")) {
      assertThat(Instant.now()).isBefore(end);
      left = listed(moderator, "open", id);
    }
    assertThat(left.path("reason").asString()).isEqualTo("harassment");
    assertThat(close(moderator, id, "action_taken").status()).isEqualTo(204);
  }

  private String report(Person by, Person person) throws Exception {
    Answer made =
        people.post(
            by,
            "/api/reports",
            Map.of("personId", person.id(), "reason", "harassment", "note", NOTE));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.body().path("reportId").asString();
  }

  private Answer close(Person staff, String id, String outcome) throws Exception {
    return people.post(
        staff,
        "/api/audit/reports/" + id + "/close",
        Map.of("outcome", outcome, "reason", "A test"));
  }

  private JsonNode listed(Person staff, String state, String id) throws Exception {
    JsonNode found = find(staff, state, id);
    if (found == null) {
      throw new AssertionError(id + " is not listed");
    }
    return found;
  }

  private @Nullable JsonNode find(Person staff, String state, String id) throws Exception {
    String before = "";
    while (true) {
      Answer page = people.get(staff, "/api/audit/reports?state=" + state + "&limit=50" + before);
      assertThat(page.status()).as(page.toString()).isEqualTo(200);
      for (JsonNode report : page.body().path("reports")) {
        if (report.path("reportId").asString().equals(id)) {
          return report;
        }
      }
      if (!page.body().has("before")) {
        return null;
      }
      before = "&before=" + page.body().path("before").asString();
    }
  }

  private Person staff(String role, String... scopes) throws Exception {
    return grant(people.signUp("grace"), role, scopes);
  }

  private Person grant(Person person, String role, String... scopes) throws Exception {
    assertThat(AdminTool.run("admin", powow.data().toString(), "grant", person.handle(), role))
        .isZero();
    Answer token =
        people.post(
            person, "/api/staff/tokens", Map.of("scopes", List.of(scopes), "reason", "A test"));
    assertThat(token.status()).as(token.toString()).isEqualTo(201);
    return new Person(
        person.id(), person.handle(), person.password(), token.body().path("token").asString());
  }

  private static void refused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.body().path("code").asString()).isEqualTo(code);
  }
}
