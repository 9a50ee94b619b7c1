package info.powow.domain;

import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.key;
import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
  @Nested
  class AnId {
    static Stream<Function<String, Identifier>> kinds() {
      return Stream.of(PersonId::new, ConversationId::new, ImageId::new);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void has1To64LettersDigitsUnderscoresAndHyphens(Function<String, Identifier> id) {
      for (String value : new String[] {"a", "Z", "0", "9", "_", "-", "a_-Z09", "x".repeat(64)}) {
        assertThat(id.apply(value).value()).isEqualTo(value);
        assertThat(id.apply(value)).hasToString(value).isEqualTo(id.apply(value));
      }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isNothingElse(Function<String, Identifier> id) {
      assertRejected(Reason.INVALID_ID, () -> id.apply(""));
      assertRejected(Reason.INVALID_ID, () -> id.apply("x".repeat(65)));
      // Characters that terminate paths, headers, store keys, queries and lines; and the ASCII
      // neighbours of letters.
      for (char c : "/\\.:~*?&=#%+$'\"<>{}[]()|,;@!^` \n\r\t\u0000\u007fäа".toCharArray()) {
        assertRejected(Reason.INVALID_ID, () -> id.apply("a" + c));
      }
    }
  }

  @Nested
  class AKey {
    @ParameterizedTest
    @ValueSource(strings = {"1", "!", "~", "f47ac10b-58cc-4372-a567-0e02b2c3d479", "a/b:c"})
    void isPrintableAscii(String value) {
      assertThat(new CommandKey(value).value()).isEqualTo(value);
      assertThat(new CommandKey(value)).hasToString(value);
    }

    @Test
    void has1To128Characters() {
      assertThat(new CommandKey("x".repeat(128)).value()).hasSize(128);
      assertRejected(Reason.INVALID_KEY, () -> new CommandKey(""));
      assertRejected(Reason.INVALID_KEY, () -> new CommandKey("x".repeat(129)));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "a\n", "\u0000", "a\u007f", "ä", "😀"})
    void hasNoBlanksControlCharactersAndForeignLetters(String value) {
      assertRejected(Reason.INVALID_KEY, () -> new CommandKey(value));
    }
  }

  @Nested
  class AConversationsId {
    @Test
    void followsFromTheTwoPeopleOfAPrivateChatInEitherOrder() {
      assertThat(ConversationId.ofDirect(ada, bob)).isEqualTo(ConversationId.ofDirect(bob, ada));
      assertThat(ConversationId.ofDirect(ada, bob))
          .isNotEqualTo(ConversationId.ofDirect(ada, ExamplePeople.cleo));
    }

    @Test
    void followsFromTheCreatorAndTheKeyOfAGroup() {
      assertThat(ConversationId.ofGroup(ada, key(1)))
          .isEqualTo(ConversationId.ofGroup(ada, key(1)));
      assertThat(ConversationId.ofGroup(ada, key(1)))
          .isNotEqualTo(ConversationId.ofGroup(ada, key(2)))
          .isNotEqualTo(ConversationId.ofGroup(bob, key(1)));
    }

    @Test
    void neverTakesTwoNamesThatRunTogetherForOthers() {
      assertThat(ConversationId.ofDirect(new PersonId("ab"), new PersonId("c")))
          .isNotEqualTo(ConversationId.ofDirect(new PersonId("a"), new PersonId("bc")));
      assertThat(ConversationId.ofGroup(new PersonId("ab"), new CommandKey("c")))
          .isNotEqualTo(ConversationId.ofGroup(new PersonId("a"), new CommandKey("bc")));
    }

    /// These ids name streams in existing logs. Deriving them differently would lose those
    /// conversations.
    @Test
    void isDerivedAsItEverWas() {
      assertThat(ConversationId.ofDirect(ada, bob))
          .hasToString("d75354ef904af3c8609e76c6a493a7fc3");
      assertThat(ConversationId.ofGroup(ada, new CommandKey("1")))
          .hasToString("gd6e6ff6113caa8b10a5d788409be4cfe");
    }

    @Test
    void isNeverBothAPrivateChatsAndAGroups() {
      assertThat(ConversationId.ofDirect(ada, bob).value()).startsWith("d").hasSize(33);
      assertThat(ConversationId.ofGroup(ada, new CommandKey("bob")).value())
          .startsWith("g")
          .hasSize(33);
    }
  }
}
