package info.powow.query.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MemberBanned;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.domain.person.InboxSection;
import info.powow.domain.person.PersonEvent.AvatarChanged;
import info.powow.domain.person.PersonEvent.ConversationArranged;
import info.powow.domain.person.PersonEvent.ConversationMuted;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.query.QueryApplication;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class InboxIT extends QueryApplication {

  @Test
  void theInboxHasMyConversationsNewestActivityFirst() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    PersonId cleo = here().moveIn("Cleo");
    ConversationId chat = here().chat(ada, bob);
    ConversationId group = here().group("Three", false, ada, bob, cleo);
    here().says(cleo, group, "hello all");
    here().says(bob, chat, "hello Ada");

    JsonNode inbox = here().gets(ada, "/api/conversations").path("conversations");
    assertThat(inbox).hasSize(2);
    JsonNode first = inbox.get(0);
    assertThat(first.path("conversationId").asString()).isEqualTo(chat.value());
    assertThat(first.path("kind").asString()).isEqualTo("direct");
    assertThat(first.path("name").asString()).isEqualTo("Bob");
    assertThat(first.path("peer").asString()).isEqualTo(bob.value());
    assertThat(first.path("unread").asInt()).isEqualTo(1);
    assertThat(first.path("lastMessage").path("text").asString()).isEqualTo("hello Ada");
    JsonNode second = inbox.get(1);
    assertThat(second.path("name").asString()).isEqualTo("Three");
    assertThat(second.path("role").asString()).isEqualTo("owner");
    assertThat(second.path("memberCount").asInt()).isEqualTo(3);
    assertThat(second.path("members").get(1).path("displayName").asString()).isEqualTo("Bob");
    assertThat(second.path("lastMessage").path("at").asString()).endsWith(".000Z");
  }

  /// Nor its placeholder, which is the picture, blurred.
  @Test
  void thePictureOfSomebodyBehindABlockIsNotShown() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    ConversationId chat = here().chat(ada, bob);
    ConversationId group = here().group("Two", false, ada, bob);
    here().says(bob, chat, "hello");
    here()
        .happened(
            new AvatarChanged(
                bob,
                new Picture(
                    new ImageId("bobs"),
                    new ContentHash("0".repeat(64)),
                    ImageFormat.PNG,
                    4,
                    4,
                    "a-placeholder"),
                here().now()));
    List<String> paths =
        List.of(
            "/api/conversations",
            "/api/conversations/" + chat,
            "/api/conversations/" + group + "/members");
    for (String path : paths) {
      assertThat(here().gets(ada, path).toString()).as(path).contains("a-placeholder");
    }

    here().happened(new PersonBlocked(bob, ada, here().now()));

    for (String path : paths) {
      assertThat(here().gets(ada, path).toString())
          .as(path)
          .contains("Bob")
          .doesNotContain("a-placeholder");
    }
  }

  @Test
  void aLongInboxIsPagedByCursor() throws Exception {
    PersonId ada = here().moveIn("Ada");
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      newestFirst.addFirst(here().chat(ada, here().moveIn("Bob")).value());
    }
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = here().gets(ada, "/api/conversations?limit=3" + cursor);
      page.path("conversations").forEach(c -> paged.add(c.path("conversationId").asString()));
      cursor = page.has("cursor") ? "&cursor=" + page.path("cursor").asString() : null;
    } while (cursor != null);
    assertThat(paged).isEqualTo(newestFirst);
  }

  @Test
  void nobodySeesAnothersInbox() throws Exception {
    PersonId ada = here().moveIn("Ada");
    here().chat(ada, here().moveIn("Bob"));

    PersonId eve = here().moveIn("Eve");
    assertThat(here().gets(eve, "/api/conversations").path("conversations")).isEmpty();
  }

  @Test
  void whatWasLeftIsNotInTheInboxAndShowsNothingNew() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    ConversationId group = here().group("Before", false, ada, bob);
    here().leaves(bob, group);
    here().says(ada, group, "without Bob");

    assertThat(here().gets(bob, "/api/conversations").path("conversations")).isEmpty();
    JsonNode left = here().gets(bob, "/api/conversations/" + group);
    assertThat(left.has("role")).isFalse();
    assertThat(left.path("name").asString()).isEqualTo("Before");
    assertThat(left.path("position").asLong()).isEqualTo(1);
    assertThat(left.toString()).doesNotContain("without Bob");
    assertThat(here().refused(bob, "/api/conversations/" + group + "/members"))
        .isEqualTo("404 conversation_not_found");
  }

  @Test
  void somebodyElsesConversationIsNotFound() throws Exception {
    PersonId ada = here().moveIn("Ada");
    ConversationId chat = here().chat(ada, here().moveIn("Bob"));
    PersonId eve = here().moveIn("Eve");
    for (String part : List.of("", "/members", "/messages", "/events")) {
      assertThat(here().refused(eve, "/api/conversations/" + chat + part))
          .isEqualTo("404 conversation_not_found");
      assertThat(here().refused(eve, "/api/conversations/d0" + part))
          .isEqualTo("404 conversation_not_found");
    }
  }

  @Test
  void muteIsShownWhileItLasts() throws Exception {
    PersonId ada = here().moveIn("Ada");
    ConversationId chat = here().chat(ada, here().moveIn("Bob"));
    Instant until = Instant.parse("2096-01-01T00:00:00.000Z");
    here().happened(new ConversationMuted(ada, chat, until, here().now()));

    String path = "/api/conversations/" + chat;
    assertThat(here().gets(ada, path).path("mutedUntil").asString())
        .isEqualTo("2096-01-01T00:00:00.000Z");
    assertThat(here().gets(ada, "/api/muted").path("muted")).hasSize(1);
    Instant past = Instant.parse("2026-01-01T00:00:00.000Z");
    here().happened(new ConversationMuted(ada, chat, past, here().now()));
    assertThat(here().gets(ada, path).has("mutedUntil")).isFalse();
    assertThat(here().gets(ada, "/api/muted").path("muted")).isEmpty();
  }

  @Test
  void anInboxSaysHowItsOwnerKeepsAConversation() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    ConversationId group = here().group("Kept", false, ada, bob);
    here()
        .happened(new ConversationArranged(ada, group, InboxSection.ARCHIVED, true, here().now()));

    String path = "/api/conversations/" + group;
    assertThat(here().gets(ada, path).path("section").asString()).isEqualTo("archived");
    assertThat(here().gets(ada, path).path("markedUnread").asBoolean()).isTrue();
    assertThat(here().gets(bob, path).path("section").asString()).isEqualTo("main");
    assertThat(here().gets(bob, path).path("markedUnread").asBoolean()).isFalse();

    here().happened(new ConversationArranged(ada, group, InboxSection.MAIN, false, here().now()));
    assertThat(here().gets(ada, path).path("section").asString()).isEqualTo("main");
    assertThat(here().gets(ada, path).path("markedUnread").asBoolean()).isFalse();
  }

  @Test
  void whatAStrangerLearnsOfAnOpenGroupIsItsNamePictureAndSize() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId eve = here().moveIn("Eve");
    ConversationId open = here().group("Allotment", true, ada);
    CommandKey key = new CommandKey("family");
    ConversationId closed = ConversationId.ofGroup(ada, key);
    here()
        .happened(
            new GroupCreated(closed, key, ada, "Family", List.of(ada), false, false, here().now()));

    JsonNode preview = here().gets(eve, "/api/conversations/" + open + "/preview");
    assertThat(preview.propertyNames())
        .containsExactlyInAnyOrder("conversationId", "name", "memberCount");
    assertThat(preview.path("name").asString()).isEqualTo("Allotment");
    assertThat(preview.path("memberCount").asInt()).isEqualTo(1);
    assertThat(here().refused(eve, "/api/conversations/" + closed + "/preview"))
        .isEqualTo("404 conversation_not_found");
    assertThat(here().refused(eve, "/api/conversations/none/preview"))
        .isEqualTo("404 conversation_not_found");

    here().happened(new MemberBanned(open, eve, ada, here().now()));
    assertThat(here().refused(eve, "/api/conversations/" + open + "/preview"))
        .isEqualTo("404 conversation_not_found");
  }

  @Test
  void membersComeInTheOrderOfTheirComing() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    ConversationId group = here().group("Order", false, ada);
    here().joins(bob, group);
    PersonId cleo = here().moveIn("Cleo");
    here().joins(cleo, group);

    JsonNode first = here().gets(ada, "/api/conversations/" + group + "/members?limit=2");
    assertThat(first.path("members").get(0).path("personId").asString()).isEqualTo(ada.value());
    assertThat(first.path("members").get(0).path("role").asString()).isEqualTo("owner");
    assertThat(first.path("members").get(1).path("displayName").asString()).isEqualTo("Bob");
    String cursor = first.path("cursor").asString();
    JsonNode second =
        here().gets(ada, "/api/conversations/" + group + "/members?limit=2&cursor=" + cursor);
    assertThat(second.path("members")).hasSize(1);
    assertThat(second.path("members").get(0).path("personId").asString()).isEqualTo(cleo.value());
    assertThat(second.has("cursor")).isFalse();
  }

  @Test
  void nonsenseIsAnInvalidRequest() throws Exception {
    PersonId ada = here().moveIn("Ada");
    ConversationId chat = here().chat(ada, here().moveIn("Bob"));
    for (String query : List.of("?cursor=x", "?cursor=1.*", "?cursor=.")) {
      assertThat(here().refused(ada, "/api/conversations" + query))
          .as(query)
          .isEqualTo("400 invalid_cursor");
    }
    for (String query : List.of("?limit=0", "?limit=101", "?limit=x")) {
      assertThat(here().refused(ada, "/api/conversations" + query))
          .as(query)
          .isEqualTo("400 invalid_request");
    }
    for (String query :
        List.of("?limit=0", "?limit=201", "?before=x", "?after=1.5", "?after=1&before=2")) {
      assertThat(here().refused(ada, "/api/conversations/" + chat + "/messages" + query))
          .as(query)
          .isEqualTo("400 invalid_request");
    }
    assertThat(here().refused(ada, "/api/conversations/" + chat + "/members?cursor=x"))
        .isEqualTo("400 invalid_cursor");
    assertThat(here().refused(ada, "/api/conversations/" + chat + "/events?limit=501"))
        .isEqualTo("400 invalid_request");
    assertThat(here().refused(ada, "/api/conversations/a*b")).isEqualTo("400 invalid_id");
  }
}
