package info.powow.domain.conversation;

import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.cleo;
import static info.powow.domain.ExamplePeople.key;
import static info.powow.domain.conversation.Story.deleted;
import static info.powow.domain.conversation.Story.given;
import static info.powow.domain.conversation.Story.limits;
import static info.powow.domain.conversation.Story.messages;
import static info.powow.domain.conversation.Story.openGroup;
import static info.powow.domain.conversation.Story.opened;
import static info.powow.domain.conversation.Story.react;
import static info.powow.domain.conversation.Story.reacted;
import static info.powow.domain.conversation.Story.send;
import static info.powow.domain.conversation.Story.sent;
import static info.powow.domain.conversation.Story.unreact;
import static info.powow.domain.conversation.Story.unreacted;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.Reason;
import info.powow.domain.conversation.Story.Given;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReactionTest {
  private static final Consumer<World> TWO_EMOJI =
      limits(new ConversationLimits(65_536, 1_000, 10, 50, 2, 50));

  private static Given chat() {
    return given(opened(ada, bob), sent(key(1), ada));
  }

  private static Given longChat() {
    return given(opened(ada, bob)).and(messages(1, RecentMessages.CAPACITY + 1, ada));
  }

  @Test
  void everyMemberReactsAlsoToTheirOwnMessage() {
    chat().when(react(1, "👍", bob)).then(reacted(1, "👍", bob)).notAskingTheLog();
    chat().when(react(1, "👍", ada)).then(reacted(1, "👍", ada));
    given(openGroup(ada, bob), sent(key(1), ada))
        .when(react(1, "🎉", bob))
        .then(reacted(1, "🎉", bob));
  }

  @Test
  void theSameReactionOfTheSamePersonIsNothingNew() {
    chat().and(reacted(1, "👍", bob)).when(react(1, "👍", bob)).thenNothing();
  }

  @Test
  void withAndWithoutU_FE0FItIsTheSame() {
    chat().when(react(1, "❤", bob)).then(reacted(1, "❤\ufe0f", bob));
    chat().and(reacted(1, "❤\ufe0f", bob)).when(react(1, "❤", bob)).thenNothing();
    chat()
        .and(reacted(1, "❤\ufe0f", bob))
        .when(unreact(1, "❤", bob))
        .then(unreacted(1, "❤\ufe0f", bob));
  }

  @Test
  void anotherEmojiAndAnotherPersonAreOthers() {
    chat().and(reacted(1, "👍", bob)).when(react(1, "👍", ada)).then(reacted(1, "👍", ada));
    chat().and(reacted(1, "👍", bob)).when(react(1, "👎", bob)).then(reacted(1, "👎", bob));
    chat().and(reacted(1, "👍", bob)).when(react(1, "👍🏽", bob)).then(reacted(1, "👍🏽", bob));
  }

  @Test
  void whatWasTakenBackCanBeGivenAgain() {
    var back = chat().and(reacted(1, "👍", bob), unreacted(1, "👍", bob));

    back.when(react(1, "👍", bob)).then(reacted(1, "👍", bob));
    back.when(unreact(1, "👍", bob)).thenNothing();
  }

  @Test
  void everybodyTakesBackTheirOwn() {
    chat().and(reacted(1, "👍", bob)).when(unreact(1, "👍", bob)).then(unreacted(1, "👍", bob));
    chat().and(reacted(1, "👍", bob)).when(unreact(1, "👍", ada)).thenNothing();
    chat().and(reacted(1, "👍", bob)).when(unreact(1, "👎", bob)).thenNothing();
    chat().when(unreact(1, "👍", bob)).thenNothing();
  }

  @Test
  void theStateHoldsWhoReactedHow() {
    var state =
        (Conversation.Group)
            given(openGroup(ada, bob, cleo), sent(key(1), ada), sent(key(2), ada))
                .and(reacted(1, "👍", bob), reacted(1, "👍", cleo), reacted(1, "🎉", bob))
                .and(unreacted(1, "🎉", bob))
                .when(react(2, "👎", bob))
                .state();

    assertThat(state.messageState().messages().at(1).orElseThrow().reactions())
        .isEqualTo(Map.of("👍", Set.of(bob, cleo)));
    assertThat(state.messageState().messages().at(2).orElseThrow().reactions())
        .isEqualTo(Map.of("👎", Set.of(bob)));
  }

  @Test
  void aMessageHasAtMostAsManyDifferentEmojiAsTheServerAllows() {
    var one = given(openGroup(ada, bob, cleo), sent(key(1), ada), reacted(1, "👍", bob));
    var two = one.and(reacted(1, "🎉", bob));

    one.and().where(TWO_EMOJI).when(react(1, "🎉", bob)).then(reacted(1, "🎉", bob));
    two.and().where(TWO_EMOJI).when(react(1, "👎", cleo)).thenRejected(Reason.TOO_MANY_REACTIONS);
    two.and().where(TWO_EMOJI).when(react(1, "🎉", cleo)).then(reacted(1, "🎉", cleo));
    two.and().where(TWO_EMOJI).when(react(1, "🎉", bob)).thenNothing();
    two.and(unreacted(1, "🎉", bob))
        .where(TWO_EMOJI)
        .when(react(1, "👎", cleo))
        .then(reacted(1, "👎", cleo));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "1", ":)", "👍👍", "👍 ", "\u0000", "🇩", "\ud83d"})
  void aReactionIsOneEmoji(String text) {
    chat().when(react(1, text, bob)).thenRejected(Reason.INVALID_EMOJI);
    chat().when(unreact(1, text, bob)).thenRejected(Reason.INVALID_EMOJI);
  }

  @Test
  void aReactionIsToAMessageThatIsThere() {
    chat().when(react(0, "👍", bob)).thenRejected(Reason.MESSAGE_NOT_FOUND);
    chat().when(react(2, "👍", bob)).thenRejected(Reason.MESSAGE_NOT_FOUND);
    chat().when(react(-1, "👍", bob)).thenRejected(Reason.MESSAGE_NOT_FOUND);
    chat().when(unreact(0, "👍", bob)).thenRejected(Reason.MESSAGE_NOT_FOUND);
    chat().and(deleted(1, ada)).when(react(1, "👍", bob)).thenRejected(Reason.MESSAGE_NOT_FOUND);
  }

  @Test
  void onAnOldMessageTheReactionIsToldEachTimeItIsAsked() {
    longChat().when(react(1, "👍", bob)).then(reacted(1, "👍", bob)).askingTheLog();
    longChat().and(reacted(1, "👍", bob)).when(react(1, "👍", bob)).then(reacted(1, "👍", bob));
    longChat().when(unreact(1, "👍", bob)).then(unreacted(1, "👍", bob)).askingTheLog();
    longChat().when(react(0, "👍", bob)).thenRejected(Reason.MESSAGE_NOT_FOUND);
    longChat()
        .and(deleted(1, ada))
        .when(react(1, "👍", bob))
        .thenRejected(Reason.MESSAGE_NOT_FOUND);
  }

  @Test
  void aReactionDoesNotMakeAnOldMessageNew() {
    longChat()
        .and(reacted(1, "👍", bob))
        .when(send(key(1), ada))
        .thenAnsweredAsAt(1)
        .askingTheLog();
  }
}
