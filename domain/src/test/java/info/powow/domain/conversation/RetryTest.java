package info.powow.domain.conversation;

import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.key;
import static info.powow.domain.conversation.Story.deleted;
import static info.powow.domain.conversation.Story.edited;
import static info.powow.domain.conversation.Story.given;
import static info.powow.domain.conversation.Story.messages;
import static info.powow.domain.conversation.Story.openGroup;
import static info.powow.domain.conversation.Story.opened;
import static info.powow.domain.conversation.Story.reacted;
import static info.powow.domain.conversation.Story.removed;
import static info.powow.domain.conversation.Story.send;
import static info.powow.domain.conversation.Story.sent;

import org.junit.jupiter.api.Test;

class RetryTest {
  private static final int CAPACITY = RecentMessages.CAPACITY;

  @Test
  void aRetryIsNotASecondMessage() {
    given(opened(ada, bob), sent(key(1), ada))
        .when(send(key(1), ada))
        .thenAnsweredAsAt(1)
        .notAskingTheLog();
  }

  @Test
  void aRetryIsTheFirstMessageWhateverItSays() {
    given(opened(ada, bob), sent(key(1), ada))
        .when(send(key(1), ada).saying("something else"))
        .thenAnsweredAsAt(1);
    given(opened(ada, bob), sent(key(1), ada))
        .when(send(key(1), ada).saying("x".repeat(100_000)))
        .thenAnsweredAsAt(1);
  }

  @Test
  void anotherKeyIsAnotherMessageAlsoWithTheSameText() {
    given(opened(ada, bob), sent(key(1), ada)).when(send(key(2), ada)).then(sent(key(2), ada));
  }

  @Test
  void theSameKeyOfAnotherSenderIsAnotherMessage() {
    given(opened(ada, bob), sent(key(1), ada)).when(send(key(1), bob)).then(sent(key(1), bob));
    given(opened(ada, bob), sent(key(1), ada), sent(key(1), bob))
        .when(send(key(1), bob))
        .thenAnsweredAsAt(2);
    given(opened(ada, bob), sent(key(1), ada), sent(key(1), bob))
        .when(send(key(1), ada))
        .thenAnsweredAsAt(1);
  }

  @Test
  void theOldestOfTheNewestMessagesIsRememberedWithoutTheLog() {
    var full = given(opened(ada, bob)).and(messages(1, CAPACITY, ada));

    full.when(send(key(1), ada)).thenAnsweredAsAt(1).notAskingTheLog();
    full.and(sent(key(0), bob)).when(send(key(2), ada)).thenAnsweredAsAt(2).notAskingTheLog();
  }

  @Test
  void whatIsOlderTheLogRemembers() {
    var more = given(opened(ada, bob)).and(messages(1, CAPACITY + 1, ada));

    more.when(send(key(1), ada)).thenAnsweredAsAt(1).askingTheLog();
    more.when(send(key(1), bob)).then(sent(key(1), bob)).askingTheLog();
    more.when(send(key(0), ada)).then(sent(key(0), ada)).askingTheLog();
  }

  @Test
  void aYearOfMessagesLaterARetryIsStillNoSecondMessage() {
    given(opened(ada, bob))
        .and(messages(1, 20_000, ada))
        .when(send(key(1), ada))
        .thenAnsweredAsAt(1);
  }

  @Test
  void aRetryOfADeletedMessageDoesNotBringItBack() {
    given(opened(ada, bob), sent(key(1), ada), deleted(1, ada))
        .when(send(key(1), ada))
        .thenAnsweredAsAt(1);
    given(opened(ada, bob))
        .and(messages(1, CAPACITY + 1, ada))
        .and(deleted(1, ada))
        .when(send(key(1), ada))
        .thenAnsweredAsAt(1);
  }

  @Test
  void aRetryIsKnownAmongOtherEvents() {
    given(opened(ada, bob), sent(key(1), ada), reacted(1, "👍", bob), sent(key(2), bob))
        .and(edited(1, "changed", ada))
        .when(send(key(2), bob))
        .thenAnsweredAsAt(3);
  }

  @Test
  void aRetryBySomebodyWhoIsNoMemberAnyMoreHasItsFirstAnswer() {
    given(openGroup(ada, bob), sent(key(1), bob), removed(bob, ada))
        .when(send(key(1), bob))
        .thenAnsweredAsAt(1);
  }
}
