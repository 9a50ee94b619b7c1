package info.powow.domain.conversation;

import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.cleo;
import static info.powow.domain.ExamplePeople.key;
import static info.powow.domain.conversation.Story.closedGroup;
import static info.powow.domain.conversation.Story.delete;
import static info.powow.domain.conversation.Story.deleted;
import static info.powow.domain.conversation.Story.edit;
import static info.powow.domain.conversation.Story.edited;
import static info.powow.domain.conversation.Story.given;
import static info.powow.domain.conversation.Story.image;
import static info.powow.domain.conversation.Story.left;
import static info.powow.domain.conversation.Story.limits;
import static info.powow.domain.conversation.Story.messages;
import static info.powow.domain.conversation.Story.openGroup;
import static info.powow.domain.conversation.Story.opened;
import static info.powow.domain.conversation.Story.pin;
import static info.powow.domain.conversation.Story.pinned;
import static info.powow.domain.conversation.Story.react;
import static info.powow.domain.conversation.Story.removed;
import static info.powow.domain.conversation.Story.renamed;
import static info.powow.domain.conversation.Story.roleChanged;
import static info.powow.domain.conversation.Story.send;
import static info.powow.domain.conversation.Story.sent;
import static info.powow.domain.conversation.Story.unreact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.Story.Given;
import info.powow.domain.conversation.Story.Sending;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
  private static final ImageId ROSE = new ImageId("rose");
  private static final ImageId TULIP = new ImageId("tulip");

  private static final Consumer<World> SMALL =
      limits(new ConversationLimits(10, 1_000, 1, 1, 1, 1));

  /// A chat with one message more than the state remembers: only the log knows position 1.
  private static Given longChat() {
    return given(opened(ada, bob)).and(messages(1, RecentMessages.CAPACITY + 1, ada));
  }

  @Nested
  class Sent {
    @Test
    void saysSomethingToTheOther() {
      var outcome = given(opened(ada, bob)).when(send(key(1), ada)).then(sent(key(1), ada));

      assertThat(outcome.state().next()).isEqualTo(2);
      given(opened(ada, bob)).when(send(key(1), bob)).then(sent(key(1), bob));
    }

    @Test
    void isForEveryMemberOfAGroup() {
      given(closedGroup(ada, bob)).when(send(key(1), bob)).then(sent(key(1), bob));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "👩‍👩‍👧‍👦 and 🇩🇪 and 👍🏽 and 1️⃣",
          "שלום עולם",
          "مرحبا\u202eabc",
          "tab\tand\nlines\r\n",
          "  blanks around are the sender's own  ",
          "\u200b."
        })
    void keepsTheTextAsItWasWritten(String text) {
      Sending message = send(ada).saying(text);

      given(opened(ada, bob)).when(message).then(sent(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "\u0000", "\u001b[2J", "a\u0085b", "a\ud83d", "\ude00b"})
    void refusesWhatIsNoText(String text) {
      given(opened(ada, bob)).when(send(ada).saying(text)).thenRejected(Reason.INVALID_TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "\u200b", "\u00a0"})
    void refusesAMessageWithNothingInIt(String text) {
      given(opened(ada, bob)).when(send(ada).saying(text)).thenRejected(Reason.EMPTY_MESSAGE);
    }

    @Test
    void refusesAMessageWithoutTextAndPictures() {
      given(opened(ada, bob)).when(send(ada).saying(null)).thenRejected(Reason.EMPTY_MESSAGE);
    }

    @Test
    void takes65536BytesOfTextAndNotOneMore() {
      Sending ascii = send(ada).saying("x".repeat(65_536));
      Sending emoji = send(ada).saying("😀".repeat(16_384));

      given(opened(ada, bob)).when(ascii).then(sent(ascii));
      given(opened(ada, bob)).when(emoji).then(sent(emoji));
      given(opened(ada, bob))
          .when(send(ada).saying("x".repeat(65_537)))
          .thenRejected(Reason.TEXT_TOO_LONG);
      given(opened(ada, bob))
          .when(send(ada).saying("😀".repeat(16_384) + "x"))
          .thenRejected(Reason.TEXT_TOO_LONG);
      given(opened(ada, bob))
          .when(send(ada).saying("ä".repeat(32_768) + "x"))
          .thenRejected(Reason.TEXT_TOO_LONG);
    }

    @Test
    void obeysTheLimitOfTheServer() {
      Sending ten = send(ada).saying("0123456789");

      given(opened(ada, bob)).where(SMALL).when(ten).then(sent(ten));
      given(opened(ada, bob))
          .where(SMALL)
          .when(send(ada).saying("0123456789a"))
          .thenRejected(Reason.TEXT_TOO_LONG);
    }
  }

  @Nested
  class Pictures {
    @Test
    void areTheSendersOwn() {
      Sending message = send(ada).with(ROSE, TULIP);

      given(opened(ada, bob))
          .where(image(ROSE, ada), image(TULIP, ada))
          .when(message)
          .then(sent(message));
      given(opened(ada, bob))
          .where(image(ROSE, ada), image(TULIP, bob))
          .when(message)
          .thenRejected(Reason.IMAGE_NOT_FOUND);
      given(opened(ada, bob)).when(message).thenRejected(Reason.IMAGE_NOT_FOUND);
    }

    @Test
    void needNoText() {
      Sending message = send(ada).saying(null).with(ROSE);

      given(opened(ada, bob)).where(image(ROSE, ada)).when(message).then(sent(message));
      given(opened(ada, bob))
          .where(image(ROSE, ada))
          .when(message.saying(""))
          .then(sent(message.saying("")));
    }

    @Test
    void areAtMostAsManyAsTheServerAllows() {
      given(opened(ada, bob))
          .where(SMALL, image(ROSE, ada))
          .when(send(ada).with(ROSE))
          .then(sent(send(ada).with(ROSE)));
      given(opened(ada, bob))
          .where(SMALL, image(ROSE, ada), image(TULIP, ada))
          .when(send(ada).with(ROSE, TULIP))
          .thenRejected(Reason.TOO_MANY_IMAGES);
    }
  }

  @Nested
  class Mentions {
    @Test
    void areOfMembers() {
      Sending message = send(ada).mentioning(bob, ada);

      given(opened(ada, bob)).when(message).then(sent(message));
      given(openGroup(ada, bob)).when(message).then(sent(message));
      given(opened(ada, bob))
          .when(send(ada).mentioning(cleo))
          .thenRejected(Reason.MEMBER_NOT_FOUND);
      given(openGroup(ada, bob))
          .when(send(ada).mentioning(bob, cleo))
          .thenRejected(Reason.MEMBER_NOT_FOUND);
      given(openGroup(ada, bob), left(bob))
          .when(send(ada).mentioning(bob))
          .thenRejected(Reason.MEMBER_NOT_FOUND);
    }

    @Test
    void areAtMostAsManyAsTheServerAllows() {
      given(opened(ada, bob))
          .where(SMALL)
          .when(send(ada).mentioning(bob))
          .then(sent(send(ada).mentioning(bob)));
      given(opened(ada, bob))
          .where(SMALL)
          .when(send(ada).mentioning(bob, ada))
          .thenRejected(Reason.TOO_MANY_MENTIONS);
      given(opened(ada, bob))
          .when(send(ada).mentioning(Collections.nCopies(51, bob).toArray(new PersonId[0])))
          .then(sent(send(ada).mentioning(bob)));
    }

    @Test
    void changeWithAnEditThatSaysSo() {
      var group = given(openGroup(ada, bob), sent(key(1), ada));

      group
          .when(edit(1, "@bob", List.of(bob, bob), ada))
          .then(edited(1, "@bob", List.of(bob), ada));
      group.when(edit(1, "nobody", List.of(), ada)).then(edited(1, "nobody", List.of(), ada));
      group.when(edit(1, "as before", ada)).then(edited(1, "as before", ada));
      group.when(edit(1, "@cleo", List.of(cleo), ada)).thenRejected(Reason.MEMBER_NOT_FOUND);
      group
          .and()
          .where(SMALL)
          .when(edit(1, "x", List.of(ada, bob), ada))
          .thenRejected(Reason.TOO_MANY_MENTIONS);
      given(opened(ada, bob), sent(key(1), ada))
          .when(edit(1, "@cleo", List.of(cleo), ada))
          .thenRejected(Reason.MEMBER_NOT_FOUND);
    }
  }

  @Nested
  class Replies {
    @Test
    void answerAMessageThatIsThere() {
      Sending reply = send(key(2), bob).answering(1);

      given(opened(ada, bob), sent(key(1), ada)).when(reply).then(sent(reply)).notAskingTheLog();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 2, 3, 4, Long.MIN_VALUE, Long.MAX_VALUE})
    void answerNothingElse(long position) {
      given(opened(ada, bob), sent(key(1), ada), edited(1, "hi", ada), sent(key(2), ada))
          .and(deleted(3, ada))
          .when(send(key(3), bob).answering(position))
          .thenRejected(Reason.MESSAGE_NOT_FOUND);
    }

    @Test
    void answerAMessageThatOnlyTheLogRemembers() {
      longChat()
          .when(send(key(999), bob).answering(1))
          .then(sent(send(key(999), bob).answering(1)))
          .askingTheLog();
      longChat().when(send(key(999), bob).answering(0)).thenRejected(Reason.MESSAGE_NOT_FOUND);
    }

    @Test
    void doNotAnswerAnOldMessageThatWasDeletedWhenItWasNewOrLater() {
      given(opened(ada, bob), sent(key(0), ada), deleted(1, ada))
          .and(messages(1, RecentMessages.CAPACITY, ada))
          .when(send(key(999), bob).answering(1))
          .thenRejected(Reason.MESSAGE_NOT_FOUND);
      longChat()
          .and(deleted(1, ada))
          .when(send(key(999), bob).answering(1))
          .thenRejected(Reason.MESSAGE_NOT_FOUND);
    }
  }

  @Nested
  class Editing {
    @Test
    void isForTheAuthor() {
      given(opened(ada, bob), sent(key(1), ada))
          .when(edit(1, "better", ada))
          .then(edited(1, "better", ada))
          .notAskingTheLog();
      given(opened(ada, bob), sent(key(1), ada))
          .when(edit(1, "worse", bob))
          .thenRejected(Reason.NOT_THE_AUTHOR);
    }

    @ParameterizedTest
    @CsvSource({"OWNER", "MODERATOR", "MEMBER"})
    void isForNobodyElseWhateverTheirRole(Role role) {
      given(openGroup(ada, bob), sent(key(1), ada), roleChanged(bob, role, ada))
          .when(edit(1, "worse", bob))
          .thenRejected(Reason.NOT_THE_AUTHOR);
    }

    @Test
    void isForMessagesThatAreThere() {
      given(opened(ada, bob)).when(edit(0, "x", ada)).thenRejected(Reason.MESSAGE_NOT_FOUND);
      given(opened(ada, bob)).when(edit(1, "x", ada)).thenRejected(Reason.MESSAGE_NOT_FOUND);
      given(opened(ada, bob), sent(key(1), ada), deleted(1, ada))
          .when(edit(1, "x", ada))
          .thenRejected(Reason.MESSAGE_NOT_FOUND);
    }

    @Test
    void obeysTheRulesOfMessages() {
      var chat = given(opened(ada, bob), sent(key(1), ada));

      chat.when(edit(1, " ", ada)).thenRejected(Reason.EMPTY_MESSAGE);
      chat.when(edit(1, "\u200b", ada)).thenRejected(Reason.EMPTY_MESSAGE);
      chat.when(edit(1, "a\u0000", ada)).thenRejected(Reason.INVALID_TEXT);
      chat.when(edit(1, "x".repeat(65_537), ada)).thenRejected(Reason.TEXT_TOO_LONG);
      chat.when(edit(1, "x".repeat(65_536), ada)).then(edited(1, "x".repeat(65_536), ada));
    }

    @Test
    void worksOnAMessageThatOnlyTheLogRemembers() {
      longChat().when(edit(1, "late", ada)).then(edited(1, "late", ada)).askingTheLog();
      longChat().when(edit(1, "late", bob)).thenRejected(Reason.NOT_THE_AUTHOR);
      longChat()
          .and(deleted(1, ada))
          .when(edit(1, "late", ada))
          .thenRejected(Reason.MESSAGE_NOT_FOUND);
    }
  }

  @Nested
  class Deleting {
    @Test
    void isForTheAuthor() {
      given(openGroup(ada, bob), sent(key(1), bob))
          .when(delete(1, bob))
          .then(deleted(1, bob))
          .notAskingTheLog();
    }

    @ParameterizedTest
    @CsvSource({"OWNER,true", "MODERATOR,true", "MEMBER,false"})
    void isForThoseWhoModerateAGroup(Role role, boolean allowed) {
      var outcome =
          given(openGroup(ada, bob, cleo), sent(key(1), cleo), roleChanged(bob, role, ada))
              .when(delete(1, bob));

      if (allowed) {
        outcome.then(deleted(1, bob));
      } else {
        outcome.thenRejected(Reason.NOT_THE_AUTHOR);
      }
    }

    @Test
    void reachesTheMessagesOfThoseWhoHaveLeft() {
      given(openGroup(ada, bob), sent(key(1), bob), removed(bob, ada))
          .when(delete(1, ada))
          .then(deleted(1, ada));
    }

    @Test
    void againIsNothingNew() {
      given(opened(ada, bob), sent(key(1), ada), deleted(1, ada))
          .when(delete(1, ada))
          .thenNothing();
      longChat().and(deleted(1, ada)).when(delete(1, ada)).thenNothing();
      given(opened(ada, bob), sent(key(0), ada), deleted(1, ada))
          .and(messages(1, RecentMessages.CAPACITY, ada))
          .when(delete(1, ada))
          .thenNothing();
    }

    @Test
    void isForMessagesThatAreThere() {
      given(opened(ada, bob)).when(delete(0, ada)).thenRejected(Reason.MESSAGE_NOT_FOUND);
      given(opened(ada, bob)).when(delete(1, ada)).thenRejected(Reason.MESSAGE_NOT_FOUND);
      given(opened(ada, bob)).when(delete(-1, ada)).thenRejected(Reason.MESSAGE_NOT_FOUND);
      longChat().when(delete(0, ada)).thenRejected(Reason.MESSAGE_NOT_FOUND);
    }

    @Test
    void worksOnAMessageThatOnlyTheLogRemembers() {
      longChat().when(delete(1, ada)).then(deleted(1, ada)).askingTheLog();
      longChat().when(delete(1, bob)).thenRejected(Reason.NOT_THE_AUTHOR);
    }

    @Test
    void takesTheMessageWithAllThatHungOnIt() {
      var chat =
          given(openGroup(ada, bob), sent(key(1), ada), Story.reacted(1, "👍", bob), pinned(1, ada))
              .and(deleted(1, ada));

      chat.when(react(1, "👍", bob)).thenRejected(Reason.MESSAGE_NOT_FOUND);
      chat.when(unreact(1, "👍", bob)).thenRejected(Reason.MESSAGE_NOT_FOUND);
      chat.when(pin(1, ada)).thenRejected(Reason.MESSAGE_NOT_FOUND);
      chat.when(edit(1, "again", ada)).thenRejected(Reason.MESSAGE_NOT_FOUND);
    }

    @Test
    void leavesTheOtherMessages() {
      given(opened(ada, bob), sent(key(1), ada), sent(key(2), ada), deleted(1, ada))
          .when(edit(2, "still here", ada))
          .then(edited(2, "still here", ada));
    }
  }

  @Nested
  class WhatTheConversationRemembers {
    @Test
    void areTheNewestMessagesHoweverMuchElseHappens() {
      var chat =
          given(openGroup(ada, bob), sent(key(0), ada))
              .and(Collections.nCopies(500, renamed("again", ada)));

      chat.when(edit(1, "still known", ada)).then(edited(1, "still known", ada)).notAskingTheLog();
    }

    @Test
    void isEnoughForEveryQuestionUpToItsCapacity() {
      var full = given(opened(ada, bob)).and(messages(1, RecentMessages.CAPACITY, ada));

      full.when(edit(1, "known", ada)).then(edited(1, "known", ada)).notAskingTheLog();
      full.when(send(key(0), ada)).then(sent(key(0), ada)).notAskingTheLog();
      full.when(edit(0, "no message", ada))
          .thenRejected(Reason.MESSAGE_NOT_FOUND)
          .notAskingTheLog();
      longChat().when(edit(2, "known", ada)).then(edited(2, "known", ada)).notAskingTheLog();
    }

    @Test
    void cannotBeChangedFromOutside() {
      var state = (Conversation.Direct) longChat().when(send(key(0), ada)).state();
      List<RecentMessages.Message> newest = state.messageState().messages().newest();

      assertThat(newest).hasSize(RecentMessages.CAPACITY);
      assertThatThrownBy(newest::removeLast).isInstanceOf(UnsupportedOperationException.class);
      assertThat(state.messageState().messages().sent()).isEqualTo(RecentMessages.CAPACITY + 2);
    }
  }

  @Test
  void whatACommandHoldsDoesNotChangeWithTheListsItWasMadeFrom() {
    List<ImageId> images = new ArrayList<>(List.of(ROSE));
    List<PersonId> mentions = new ArrayList<>(List.of(bob));
    SendMessage message =
        new SendMessage(new ConversationId("d1"), ada, key(1), "hello", images, null, mentions);
    images.add(TULIP);
    mentions.clear();

    assertThat(message.images()).containsExactly(ROSE);
    assertThat(message.mentions()).containsExactly(bob);
  }
}
