package info.powow.domain.conversation;

import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.key;
import static info.powow.domain.conversation.Story.deleted;
import static info.powow.domain.conversation.Story.given;
import static info.powow.domain.conversation.Story.limits;
import static info.powow.domain.conversation.Story.messages;
import static info.powow.domain.conversation.Story.openGroup;
import static info.powow.domain.conversation.Story.opened;
import static info.powow.domain.conversation.Story.pin;
import static info.powow.domain.conversation.Story.pinned;
import static info.powow.domain.conversation.Story.roleChanged;
import static info.powow.domain.conversation.Story.send;
import static info.powow.domain.conversation.Story.sent;
import static info.powow.domain.conversation.Story.unpin;
import static info.powow.domain.conversation.Story.unpinned;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.Reason;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinTest {
  private static final Consumer<World> ONE_PIN =
      limits(new ConversationLimits(65_536, 1_000, 10, 50, 20, 1));

  @ParameterizedTest
  @CsvSource({"OWNER,true", "MODERATOR,true", "MEMBER,false"})
  void inAGroupThoseWhoModeratePinAndUnpin(Role role, boolean allowed) {
    var group =
        given(openGroup(ada, bob), sent(key(1), ada), sent(key(2), ada))
            .and(roleChanged(bob, role, ada), pinned(2, ada));

    if (allowed) {
      group.when(pin(1, bob)).then(pinned(1, bob)).notAskingTheLog();
      group.when(unpin(2, bob)).then(unpinned(2, bob));
    } else {
      group.when(pin(1, bob)).thenRejected(Reason.NOT_ALLOWED);
      group.when(unpin(2, bob)).thenRejected(Reason.NOT_ALLOWED);
    }
  }

  @Test
  void whatIsPinnedIsPinnedOnce() {
    given(opened(ada, bob), sent(key(1), ada), pinned(1, ada)).when(pin(1, bob)).thenNothing();
  }

  @Test
  void whatIsNotPinnedIsNotUnpinned() {
    given(opened(ada, bob), sent(key(1), ada)).when(unpin(1, ada)).thenNothing();
    given(opened(ada, bob)).when(unpin(99, ada)).thenRejected(Reason.MESSAGE_NOT_FOUND);
    given(opened(ada, bob), sent(key(1), ada), pinned(1, ada), unpinned(1, bob))
        .when(unpin(1, ada))
        .thenNothing();
  }

  @Test
  void whatWasUnpinnedMayBePinnedAgain() {
    given(opened(ada, bob), sent(key(1), ada), pinned(1, ada), unpinned(1, bob))
        .when(pin(1, ada))
        .then(pinned(1, ada));
  }

  @Test
  void pinnedIsAMessageThatIsThere() {
    given(opened(ada, bob)).when(pin(0, ada)).thenRejected(Reason.MESSAGE_NOT_FOUND);
    given(opened(ada, bob)).when(pin(1, ada)).thenRejected(Reason.MESSAGE_NOT_FOUND);
    given(opened(ada, bob), sent(key(1), ada), deleted(1, ada))
        .when(pin(1, ada))
        .thenRejected(Reason.MESSAGE_NOT_FOUND);
  }

  @Test
  void aMessageThatOnlyTheLogRemembersMayBePinned() {
    given(opened(ada, bob))
        .and(messages(1, RecentMessages.CAPACITY + 1, ada))
        .when(pin(1, bob))
        .then(pinned(1, bob))
        .askingTheLog();
  }

  @Test
  void aConversationHasAtMostAsManyPinsAsTheServerAllows() {
    var one = given(opened(ada, bob), sent(key(1), ada), sent(key(2), ada), pinned(1, ada));

    one.and().where(ONE_PIN).when(pin(2, ada)).thenRejected(Reason.TOO_MANY_PINS);
    one.and().where(ONE_PIN).when(pin(1, ada)).thenNothing();
    one.and(unpinned(1, ada)).where(ONE_PIN).when(pin(2, ada)).then(pinned(2, ada));
  }

  @Test
  void aDeletedMessageIsPinnedNoMoreAndMakesRoom() {
    given(opened(ada, bob), sent(key(1), ada), sent(key(2), ada), pinned(1, ada), deleted(1, ada))
        .where(ONE_PIN)
        .when(pin(2, ada))
        .then(pinned(2, ada));
    given(opened(ada, bob), sent(key(1), ada), pinned(1, ada), deleted(1, ada))
        .when(unpin(1, ada))
        .thenNothing();
  }

  @Test
  void deletingAnotherMessageLeavesThePins() {
    var outcome =
        given(opened(ada, bob), sent(key(1), ada), sent(key(2), ada), pinned(1, ada))
            .and(deleted(2, ada))
            .when(send(key(3), ada));

    assertThat(((Conversation.Direct) outcome.state()).messageState().pins()).containsExactly(1L);
  }
}
