package info.powow.query.conversation;

import static info.powow.query.Neighbourhood.texts;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.query.QueryApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MessagesIT extends QueryApplication {

  private static List<Long> positions(JsonNode messages) {
    List<Long> positions = new ArrayList<>();
    messages.forEach(message -> positions.add(message.path("position").asLong()));
    return positions;
  }

  @Test
  void messagesAreAsTheyAreNowAndTellWhoReadThem() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    ConversationId chat = here().chat(ada, bob);
    here().says(ada, chat, "helo");
    here().edits(ada, chat, 1, "hello");
    here().reacts(bob, chat, 1, "👍");
    here().says(bob, chat, "secret");
    here().deletes(bob, chat, 4);
    here().pins(bob, chat, 1);
    here().reads(bob, chat, 3);
    here().reads(ada, chat, 6);

    JsonNode page = here().gets(ada, "/api/conversations/" + chat + "/messages");
    JsonNode messages = page.path("messages");
    assertThat(positions(messages)).containsExactly(1L, 4L);
    assertThat(messages.get(0).path("text").asString()).isEqualTo("hello");
    assertThat(messages.get(0).path("conversationId").asString()).isEqualTo(chat.value());
    assertThat(messages.get(0).path("reactions").get(0).path("people").get(0).asString())
        .isEqualTo(bob.value());
    assertThat(messages.get(0).path("readBy")).hasSize(1);
    assertThat(messages.get(0).path("readBy").get(0).asString()).isEqualTo(bob.value());
    assertThat(messages.get(1).path("deletedBy").asString()).isEqualTo(bob.value());
    assertThat(messages.get(1).has("text")).isFalse();
    assertThat(messages.get(1).path("readBy").get(0).asString()).isEqualTo(ada.value());
    assertThat(positions(page.path("happenings"))).containsExactly(0L, 6L);
    assertThat(page.path("reads")).hasSize(2);
    assertThat(here().gets(ada, "/api/conversations/" + chat).path("pins").get(0).asLong())
        .isEqualTo(1);
  }

  @Test
  void theHistoryIsPagedFromEitherEnd() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    ConversationId chat = here().chat(ada, bob);
    for (int i = 1; i <= 130; i++) {
      here().says(i % 3 == 0 ? bob : ada, chat, "message " + i);
    }
    String path = "/api/conversations/" + chat + "/messages?limit=40";
    List<Long> all = LongStream.rangeClosed(1, 130).boxed().toList();

    List<Long> upwards = new ArrayList<>();
    List<Long> page = positions(here().gets(bob, path + "&after=-1").path("messages"));
    while (!page.isEmpty()) {
      upwards.addAll(page);
      page = positions(here().gets(bob, path + "&after=" + page.getLast()).path("messages"));
    }
    assertThat(upwards).isEqualTo(all);

    List<Long> downwards = new ArrayList<>();
    page = positions(here().gets(bob, path).path("messages"));
    while (!page.isEmpty()) {
      downwards.addAll(0, page);
      page = positions(here().gets(bob, path + "&before=" + page.getFirst()).path("messages"));
    }
    assertThat(downwards).isEqualTo(all);
  }

  @Test
  void manyPagesWithoutAMessageAreNotTheEnd() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    ConversationId chat = here().chat(ada, bob);
    here().says(ada, chat, "first");
    for (int i = 0; i < 400; i++) {
      here().edits(ada, chat, 1, "first, edit " + i);
    }
    here().says(ada, chat, "second");

    String path = "/api/conversations/" + chat + "/messages?limit=1";
    assertThat(texts(here().gets(bob, path + "&before=402").path("messages")))
        .containsExactly("first, edit 399");
    assertThat(texts(here().gets(bob, path + "&after=1").path("messages")))
        .containsExactly("second");
  }

  @Test
  void whoCameLateAndWhoLeftSeesTheirTimeOnly() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    ConversationId group = here().group("Times", false, ada);
    here().says(ada, group, "before");
    here().joins(bob, group);
    long with = here().says(ada, group, "with Bob");
    here().edits(ada, group, with, "with Bob!");
    here().reacts(ada, group, with, "👍");
    long last = here().leaves(bob, group);
    here().says(ada, group, "without");
    here().edits(ada, group, with, "changed afterwards");
    here().reacts(ada, group, with, "🎉");

    String path = "/api/conversations/" + group;
    assertThat(texts(here().gets(ada, path + "/messages").path("messages")))
        .containsExactly("before", "changed afterwards", "without");
    JsonNode seen = here().gets(bob, path + "/messages");
    assertThat(texts(seen.path("messages"))).containsExactly("with Bob!");
    assertThat(seen.toString()).doesNotContain("🎉").doesNotContain("afterwards");
    assertThat(positions(seen.path("happenings"))).containsExactly(2L, last);
    List<Long> events = positions(here().gets(bob, path + "/events?after=-1").path("events"));
    assertThat(events).isEqualTo(LongStream.rangeClosed(2, last).boxed().toList());

    here().joins(bob, group);
    here().says(ada, group, "again");
    assertThat(texts(here().gets(bob, path + "/messages").path("messages")))
        .containsExactly("changed afterwards", "again");
    assertThat(here().gets(bob, path).path("unread").asInt()).isEqualTo(1);
    List<Long> both = positions(here().gets(bob, path + "/events?after=4&limit=3").path("events"));
    assertThat(both).containsExactly(5L, last, 10L);
  }

  @Test
  void unreadIsRightAfterDeletesAndRereads() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    ConversationId chat = here().chat(ada, bob);
    for (int i = 0; i < 150; i++) {
      here().says(ada, chat, "message " + i);
    }
    String path = "/api/conversations/" + chat;
    JsonNode many = here().gets(bob, path);
    assertThat(many.path("unread").asInt()).isEqualTo(100);
    assertThat(many.path("unreadCapped").asBoolean()).isTrue();

    here().reads(bob, chat, 140);
    here().deletes(ada, chat, 145);
    JsonNode few = here().gets(bob, path);
    assertThat(few.path("unread").asInt()).isEqualTo(9);
    assertThat(few.path("unreadCapped").asBoolean()).isFalse();
    assertThat(few.path("readUpTo").asLong()).isEqualTo(140);
  }

  @Test
  void eventsAreAsTheyWerePushed() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    ConversationId chat = here().chat(ada, bob);
    here().says(ada, chat, "as it is");
    here().edits(ada, chat, 1, "as it was changed");

    JsonNode events = here().gets(bob, "/api/conversations/" + chat + "/events").path("events");
    assertThat(events).hasSize(3);
    assertThat(events.get(1).path("type").asString()).isEqualTo("messageSent");
    assertThat(events.get(1).path("text").asString()).isEqualTo("as it is");
    assertThat(events.get(2).path("type").asString()).isEqualTo("messageEdited");
    assertThat(events.get(2).path("position").asLong()).isEqualTo(2);
    assertThat(events.get(2).path("message").asLong()).isEqualTo(1);
  }
}
