package info.powow.query.conversation;

import static info.powow.query.Neighbourhood.texts;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Visibility;
import info.powow.projection.conversation.HistoryPage;
import info.powow.query.QueryApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class MessagesIT extends QueryApplication {
  @Autowired private CurrentTexts texts;

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

    // Beyond either end.
    for (String beyond :
        List.of(
            "&after=" + Long.MAX_VALUE,
            "&after=131",
            "&before=" + Long.MIN_VALUE,
            "&before=-1",
            "&before=0")) {
      assertThat(here().gets(bob, path + beyond).path("messages")).as(beyond).isEmpty();
    }
    assertThat(here().gets(bob, path + "&before=" + Long.MAX_VALUE).path("messages")).hasSize(40);
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
        .as("an edit from while he was away is not for him")
        .containsExactly("with Bob!", "again");
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

  private static List<String> events(JsonNode page) {
    List<String> events = new ArrayList<>();
    page.path("events")
        .forEach(event ->
            events.add(
                event.path("position").asLong()
                    + " "
                    + event.path("type").asString()
                    + " "
                    + event.path("text").asString("-")
                    + " "
                    + event.path("withheld").asString("-")));
    return events;
  }

  @Test
  void eventsAreAsTheyWerePushed() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    ConversationId chat = here().chat(ada, bob);
    here().says(ada, chat, "as it is");
    here().reacts(bob, chat, 1, "👍");
    String path = "/api/conversations/" + chat + "/events";
    assertThat(events(here().gets(bob, path)))
        .containsExactly("0 directOpened - -", "1 messageSent as it is -", "2 reactionAdded - -");
    assertThat(here().gets(bob, path).path("events").get(2).path("message").asLong()).isEqualTo(1);
  }

  @Test
  void eventsSayNothingThatWasDeletedOrEditedSince() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId cyd = here().moveIn("Cyd");
    ConversationId group = here().group("Street", true, ada);
    here().says(ada, group, "door code 4711");
    here().says(ada, group, "helo");
    here().edits(ada, group, 1, "door code 4712");
    here().edits(ada, group, 2, "hell");
    here().edits(ada, group, 2, "hello");
    here().deletes(ada, group, 1);
    here().joins(cyd, group);
    for (PersonId person : List.of(ada, cyd)) {
      assertThat(events(here().gets(person, "/api/conversations/" + group + "/events")))
          .containsExactly(
              "0 groupCreated - -",
              "1 messageSent - deleted",
              "2 messageSent - edited",
              "3 messageEdited - deleted",
              "4 messageEdited - edited",
              "5 messageEdited hello -",
              "6 messageDeleted - -",
              "7 memberJoined - -");
    }
  }

  @Test
  void whoLeftOrCameBackIsShownTheWordingThatTheySaw() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    ConversationId group = here().group("Street", false, ada, bob);
    String path = "/api/conversations/" + group;
    here().says(ada, group, "first");
    here().says(ada, group, "gone");
    here().edits(ada, group, 1, "second");
    here().leaves(bob, group);
    for (int i = 0; i < HistoryPage.EDITS_KEPT + 1; i++) {
      here().edits(ada, group, 1, "later " + i);
      if (i == 0) {
        assertThat(texts(here().gets(bob, path + "/messages").path("messages")))
            .containsExactly("second", "gone");
        assertThat(events(here().gets(bob, path + "/events")))
            .contains("1 messageSent - edited", "3 messageEdited second -");
      }
    }
    here().deletes(ada, group, 2);
    assertThat(events(here().gets(bob, path + "/events")))
        .as("so many edits later, which of them was seen is not known any more")
        .containsExactly(
            "0 groupCreated - -",
            "1 messageSent - edited",
            "2 messageSent - deleted",
            "3 messageEdited - edited",
            "4 memberLeft - -");
    long joined = here().joins(bob, group);
    assertThat(texts(here().gets(bob, path + "/messages").path("messages")))
        .containsExactly("", "");
    assertThat(here().gets(bob, path).path("lastMessage").has("text")).isFalse();
    here().edits(ada, group, 1, "newest");
    assertThat(texts(here().gets(bob, path + "/messages").path("messages")))
        .containsExactly("newest", "");
    assertThat(events(here().gets(bob, path + "/events?after=" + joined)))
        .containsExactly(joined + 1 + " messageEdited newest -");
  }

  @Test
  void pagesEndAfterSoManyBytesAndLeaveNothingOut() throws Exception {
    PersonId ada = here().moveIn("Ada");
    ConversationId group = here().group("Street", false, ada);
    // Two bytes each: a page counts bytes, not characters.
    String longText = "é".repeat(30_000);
    for (int i = 0; i < 40; i++) {
      here().says(ada, group, longText);
    }
    List<Long> all = LongStream.rangeClosed(0, 40).boxed().toList();
    String path = "/api/conversations/" + group;

    List<Long> events = new ArrayList<>();
    long after = -1;
    int pages = 0;
    while (true) {
      var answer =
          here().asks(ada, path + "/events?limit=500&after=" + after).andReturn().getResponse();
      assertThat(answer.getContentAsByteArray().length).isLessThan(700_000);
      List<Long> page =
          positions(here().gets(ada, path + "/events?limit=500&after=" + after).path("events"));
      if (page.isEmpty()) {
        break;
      }
      events.addAll(page);
      after = page.getLast();
      pages++;
    }
    assertThat(events).isEqualTo(all);
    assertThat(pages).isBetween(4, 6);

    List<Long> messages = new ArrayList<>();
    List<Long> page = positions(here().gets(ada, path + "/messages?limit=200").path("messages"));
    assertThat(page.size()).isBetween(1, 10);
    assertThat(here().gets(ada, path + "/messages?limit=200").path("more").asBoolean()).isTrue();
    assertThat(here().gets(ada, path + "/messages?limit=3").has("more")).isFalse();
    while (!page.isEmpty()) {
      messages.addAll(0, page);
      page =
          positions(
              here()
                  .gets(ada, path + "/messages?limit=200&before=" + page.getFirst())
                  .path("messages"));
    }
    assertThat(messages).isEqualTo(all.subList(1, 41));
  }

  @Test
  void aTextThatWasFoundElsewhereIsShownOnlyWhileItIsSaid() throws Exception {
    PersonId ada = here().moveIn("Ada");
    ConversationId group = here().group("Street", false, ada);
    here().says(ada, group, "tea");
    here().says(ada, group, "tea");
    here().says(ada, group, "tea");
    Map<Long, String> found = Map.of(1L, "tea", 2L, "tea", 3L, "tea");
    assertThat(texts.shown(group, found, Visibility.EVERYTHING)).containsExactly(1L, 2L, 3L);

    here().deletes(ada, group, 1);
    long edit = here().edits(ada, group, 2, "coffee");
    assertThat(texts.shown(group, found, Visibility.EVERYTHING)).containsExactly(3L);
    assertThat(texts.shown(group, Map.of(2L, "coffee"), Visibility.EVERYTHING)).containsExactly(2L);
    Visibility cameBack = Visibility.EVERYTHING.left(edit - 1).joined(edit + 1, false);
    assertThat(texts.shown(group, Map.of(2L, "coffee"), cameBack))
        .as("edited while they were away")
        .isEmpty();
  }
}
