package info.powow.domain.conversation;

import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.cleo;
import static info.powow.domain.ExamplePeople.key;
import static info.powow.domain.conversation.Story.add;
import static info.powow.domain.conversation.Story.blocked;
import static info.powow.domain.conversation.Story.changeAvatar;
import static info.powow.domain.conversation.Story.changeRole;
import static info.powow.domain.conversation.Story.createGroup;
import static info.powow.domain.conversation.Story.delete;
import static info.powow.domain.conversation.Story.deleted;
import static info.powow.domain.conversation.Story.edit;
import static info.powow.domain.conversation.Story.given;
import static info.powow.domain.conversation.Story.join;
import static info.powow.domain.conversation.Story.leave;
import static info.powow.domain.conversation.Story.nobody;
import static info.powow.domain.conversation.Story.open;
import static info.powow.domain.conversation.Story.opened;
import static info.powow.domain.conversation.Story.pin;
import static info.powow.domain.conversation.Story.pinned;
import static info.powow.domain.conversation.Story.react;
import static info.powow.domain.conversation.Story.reacted;
import static info.powow.domain.conversation.Story.remove;
import static info.powow.domain.conversation.Story.rename;
import static info.powow.domain.conversation.Story.send;
import static info.powow.domain.conversation.Story.sent;
import static info.powow.domain.conversation.Story.unpin;
import static info.powow.domain.conversation.Story.unpinned;
import static info.powow.domain.conversation.Story.unreact;
import static info.powow.domain.conversation.Story.unreacted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.ConversationId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.Story.Asking;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrivateChatTest {
  @Nested
  class Opening {
    @Test
    void twoPeopleHaveAChat() {
      var outcome = given().when(open(ada, bob)).then(opened(ada, bob));

      assertThat(outcome.state().hasMember(ada)).isTrue();
      assertThat(outcome.state().hasMember(bob)).isTrue();
      assertThat(outcome.state().hasMember(cleo)).isFalse();
      assertThat(outcome.state().next()).isEqualTo(1);
    }

    @Test
    void whoeverOpensItHoweverOftenItIsTheSameChat() {
      given(opened(ada, bob)).when(open(ada, bob)).thenAnsweredAsAt(0);
      given(opened(ada, bob)).when(open(bob, ada)).thenAnsweredAsAt(0);
      assertThat(open(bob, ada).of(new ConversationId("any")).conversation())
          .isEqualTo(ConversationId.ofDirect(ada, bob));
    }

    @Test
    void nobodyTalksToThemselves() {
      given().when(open(ada, ada)).thenRejected(Reason.WITH_YOURSELF);
    }

    @Test
    void thereMustBeSomebodyToTalkTo() {
      given().where(nobody(bob)).when(open(ada, bob)).thenRejected(Reason.PERSON_NOT_FOUND);
    }

    @Test
    void aBlockInEitherDirectionKeepsAChatFromBeingOpened() {
      given().where(blocked(bob, ada)).when(open(ada, bob)).thenRejected(Reason.BLOCKED);
      given().where(blocked(ada, bob)).when(open(ada, bob)).thenRejected(Reason.BLOCKED_BY_YOU);
      given().where(blocked(bob, cleo)).when(open(ada, bob)).then(opened(ada, bob));
    }

    @Test
    void aChatThatIsOpenStaysOpenWhateverIsBlockedLater() {
      given(opened(ada, bob)).where(blocked(bob, ada)).when(open(ada, bob)).thenAnsweredAsAt(0);
      given(opened(ada, bob)).where(blocked(ada, bob)).when(open(ada, bob)).thenAnsweredAsAt(0);
      given(opened(ada, bob), sent(key(1), ada))
          .where(blocked(ada, bob))
          .when(open(bob, ada))
          .thenAnsweredAsAt(0);
    }

    @Test
    void aChatThatOnlyTheOtherPersonHasOpenedIsRefusedLikeANewOne() {
      given(opened(ada, bob))
          .where(blocked(ada, bob))
          .when(open(bob, ada))
          .thenRejected(Reason.BLOCKED);
      given(opened(ada, bob))
          .where(blocked(bob, ada))
          .when(open(bob, ada))
          .thenRejected(Reason.BLOCKED_BY_YOU);
    }

    static Stream<Asking> everythingElse() {
      return Stream.of(
          edit(1, "his now", bob),
          delete(1, bob),
          react(1, "👍", bob),
          unreact(1, "👍", bob),
          pin(1, bob),
          unpin(1, bob),
          leave(bob),
          rename("Ours", bob));
    }

    /// Anyone can compute the id.
    @ParameterizedTest
    @MethodSource("everythingElse")
    void aChatThatOnlyTheOtherPersonHasOpenedSeemsNotToExist(Asking asked) {
      given(opened(ada, bob)).when(asked).thenRejected(Reason.CONVERSATION_NOT_FOUND);
    }

    @Test
    void theFirstMessageIntoItIsTakenUnlessThereIsABlock() {
      given(opened(ada, bob)).when(send(key(1), bob)).then(sent(key(1), bob));
      given(opened(ada, bob))
          .where(blocked(ada, bob))
          .when(send(key(1), bob))
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
      given(opened(ada, bob))
          .where(blocked(bob, ada))
          .when(send(key(1), bob))
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
    }
  }

  @Nested
  class Outsiders {
    static Stream<Asking> everything() {
      return Stream.of(
          send(key(7), cleo),
          edit(1, "hers now", cleo),
          delete(1, cleo),
          react(1, "👍", cleo),
          unreact(1, "👍", cleo),
          pin(1, cleo),
          unpin(1, cleo),
          join(cleo),
          leave(cleo),
          add(cleo, cleo),
          remove(ada, cleo),
          changeRole(cleo, Role.OWNER, cleo),
          rename("Ours", cleo),
          changeAvatar(null, cleo));
    }

    /// The id of a private chat follows from the two people's ids, so anyone can compute it.
    @ParameterizedTest
    @MethodSource("everything")
    void cannotEvenTellWhetherAChatIsThere(Asking asking) {
      given(opened(ada, bob), sent(key(1), ada))
          .when(asking)
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
      given().when(asking).thenRejected(Reason.CONVERSATION_NOT_FOUND);
    }
  }

  @Nested
  class WhatIsForGroups {
    static Stream<Asking> groupsOnly() {
      return Stream.of(
          join(ada),
          leave(ada),
          add(cleo, ada),
          remove(bob, ada),
          changeRole(bob, Role.MODERATOR, ada),
          rename("Us", ada),
          changeAvatar(null, ada),
          createGroup(ada, bob));
    }

    @ParameterizedTest
    @MethodSource("groupsOnly")
    void isNotForAPrivateChat(Asking asking) {
      given(opened(ada, bob)).when(asking).thenRejected(Reason.NOT_A_GROUP);
    }
  }

  @Nested
  class Blocks {
    static Stream<Asking> writing() {
      return Stream.of(
          send(key(7), ada), edit(1, "changed", ada), react(2, "👍", ada), pin(1, ada));
    }

    @ParameterizedTest
    @MethodSource("writing")
    void stopWhatOneWritesToTheOtherInBothDirections(Asking asking) {
      var chat = given(opened(ada, bob), sent(key(1), ada), sent(key(1), bob));

      chat.and().where(blocked(bob, ada)).when(asking).thenRejected(Reason.BLOCKED);
      chat.and().where(blocked(ada, bob)).when(asking).thenRejected(Reason.BLOCKED_BY_YOU);
    }

    @Test
    void leaveToBothWhatTakesSomethingBack() {
      var chat = given(opened(ada, bob), sent(key(1), ada), reacted(1, "👍", ada), pinned(1, bob));
      Consumer<World> block = blocked(bob, ada);

      chat.and().where(block).when(delete(1, ada)).then(deleted(1, ada));
      chat.and().where(block).when(unreact(1, "👍", ada)).then(unreacted(1, "👍", ada));
      chat.and().where(block).when(unpin(1, ada)).then(unpinned(1, ada));
    }

    @Test
    void doNotTakeBackAnAnswerThatWasGivenBefore() {
      given(opened(ada, bob), sent(key(1), ada))
          .where(blocked(bob, ada))
          .when(send(key(1), ada))
          .thenAnsweredAsAt(1);
    }
  }

  @Nested
  class Both {
    @Test
    void pinWhateverWasSaid() {
      var chat = given(opened(ada, bob), sent(key(1), ada));

      chat.when(pin(1, ada)).then(pinned(1, ada));
      chat.when(pin(1, bob)).then(pinned(1, bob));
    }

    @Test
    void deleteOnlyWhatTheyWroteThemselves() {
      given(opened(ada, bob), sent(key(1), ada))
          .when(delete(1, bob))
          .thenRejected(Reason.NOT_THE_AUTHOR);
    }
  }

  @Test
  void aConversationBeginsByBeingOpened() {
    ConversationEvent first = sent(key(1), ada).in(new ConversationId("d1"), NOW);

    assertThatThrownBy(() -> Conversation.evolve(Conversation.unopened(), first))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("MessageSent");
    assertThat(Conversation.unopened().next()).isZero();
    assertThat(Conversation.unopened().hasMember(ada)).isFalse();
  }
}
