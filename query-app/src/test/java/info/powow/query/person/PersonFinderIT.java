package info.powow.query.person;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Tag;
import info.powow.domain.person.Discoverability;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.domain.person.PersonEvent.PersonUnblocked;
import info.powow.domain.person.PersonEvent.ProfileChanged;
import info.powow.domain.presence.RecordLastSeen;
import info.powow.query.QueryApplication;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class PersonFinderIT extends QueryApplication {
  @Autowired private CommandGateway commands;

  @Test
  void myProfileIsMine() throws Exception {
    PersonId ada = here().moveIn("Ada");
    here()
        .happened(
            new ProfileChanged(
                ada,
                "Ada L.",
                "Engines",
                Discoverability.GROUPS,
                List.of(new Tag("chess")),
                here().now()));

    JsonNode me = here().gets(ada, "/api/me");
    assertThat(me.path("personId").asString()).isEqualTo(ada.value());
    assertThat(me.path("displayName").asString()).isEqualTo("Ada L.");
    assertThat(me.path("about").asString()).isEqualTo("Engines");
    assertThat(me.path("discoverable").asString()).isEqualTo("groups");
    assertThat(me.path("interests").get(0).asString()).isEqualTo("chess");
    assertThat(me.path("handle").asString()).isEqualTo(here().handleOf(ada));
  }

  @Test
  void peopleAreFoundByExactHandleAndByIds() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");

    JsonNode byHandle = here().gets(ada, "/api/people?handle=" + here().handleOf(bob));
    assertThat(byHandle.path("people")).hasSize(1);
    assertThat(byHandle.path("people").get(0).path("personId").asString()).isEqualTo(bob.value());
    String part = here().handleOf(bob).substring(0, 6);
    assertThat(here().gets(ada, "/api/people?handle=" + part).path("people")).isEmpty();
    JsonNode byIds = here().gets(ada, "/api/people?ids=" + bob + ",pnobody," + ada);
    assertThat(byIds.path("people")).hasSize(2);
    assertThat(byIds.path("people").get(0).path("displayName").asString()).isEqualTo("Bob");
  }

  @Test
  void askingForEverybodyOrNobodyIsInvalid() throws Exception {
    PersonId ada = here().moveIn("Ada");
    String many = IntStream.range(0, 101).mapToObj(i -> "p" + i).collect(Collectors.joining(","));
    assertThat(here().refused(ada, "/api/people")).isEqualTo("400 invalid_request");
    assertThat(here().refused(ada, "/api/people?ids=" + many)).isEqualTo("400 invalid_request");
    assertThat(here().refused(ada, "/api/people?ids=a*")).isEqualTo("400 invalid_id");
    assertThat(here().refused(ada, "/api/people?handle=$ne")).isEqualTo("400 invalid_handle");
    assertThat(here().refused(ada, "/api/people/pnobody")).isEqualTo("404 person_not_found");
    assertThat(here().refused(new PersonId("pnobody"), "/api/me"))
        .isEqualTo("404 person_not_found");
  }

  @Test
  void lastSeenIsForThoseWithWhomOneTalks() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    PersonId eve = here().moveIn("Eve");
    ConversationId chat = here().chat(ada, bob);
    here().says(ada, chat, "hello");
    here().says(bob, chat, "hello");
    commands.sendAndWait(new RecordLastSeen(bob, Instant.parse("2027-01-01T10:00:01.002Z")));
    commands.sendAndWait(new RecordLastSeen(bob, Instant.parse("2027-01-01T09:00:00.000Z")));

    String path = "/api/people/" + bob;
    assertThat(here().gets(ada, path).path("lastSeen").asString())
        .isEqualTo("2027-01-01T10:00:01.002Z");
    assertThat(here().gets(eve, path).has("lastSeen")).isFalse();
    assertThat(here().gets(eve, path).path("displayName").asString()).isEqualTo("Bob");
    here().happened(new PersonBlocked(bob, ada, here().now()));
    assertThat(here().refused(ada, path)).isEqualTo("404 person_not_found");
    assertThat(here().refused(bob, "/api/people/" + ada)).isEqualTo("404 person_not_found");
  }

  @Test
  void withoutARecordTheLastDeedCounts() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    here().says(bob, here().chat(ada, bob), "hello");

    assertThat(here().gets(ada, "/api/people/" + bob).path("lastSeen").asString())
        .isEqualTo("2026-05-01T08:00:00.000Z");
  }

  @Test
  void whomOneHasBlockedOneselfKnows() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    PersonId eve = here().moveIn("Eve");
    here().happened(new PersonBlocked(ada, bob, here().now()));
    here().happened(new PersonBlocked(ada, eve, here().now()));
    here().happened(new PersonUnblocked(ada, bob, here().now()));

    JsonNode blocked = here().gets(ada, "/api/blocked").path("blocked");
    assertThat(blocked).hasSize(1);
    assertThat(blocked.get(0).path("displayName").asString()).isEqualTo("Eve");
    assertThat(here().gets(eve, "/api/blocked").path("blocked")).isEmpty();
  }
}
