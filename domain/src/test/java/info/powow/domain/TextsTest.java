package info.powow.domain;

import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import info.powow.domain.identity.Handle;
import info.powow.domain.notification.Words;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
  @Nested
  class Accents {
    @Test
    void areComposed() {
      assertThat(Texts.composed("A\u030angstro\u0308m")).isEqualTo("\u00c5ngstr\u00f6m");
      String most = "z" + "\u0323\u0301".repeat(15);
      assertThat(Texts.composed(most)).hasSizeBetween(30, 31);
      assertThat(Texts.composed(Texts.composed(most))).isEqualTo(Texts.composed(most));
    }

    @Test
    void withoutEndTakeNoTime() {
      String marks = "a" + "\u0301\u0323".repeat(200_000);

      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> {
            assertThat(Texts.composed(marks)).hasSizeLessThan(32);
            assertThat(Texts.requireName(marks)).hasSizeLessThan(32);
            assertThat(new Tag(marks).value()).hasSizeLessThan(32);
          });
    }
  }

  @Nested
  class LowerCase {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "ÄRGER in İzmir, KELVIN \u212a",
          "ΟΔΟΣ ΣΟΦΙΑΣ, Σ ΣΣ ΟΔΟΣ.",
          "\ud801\udc00 DESERET",
          "ǅ ẞ Ⅷ Ⓐ"
        })
    void isThatOfTheJdk(String text) {
      assertThat(Texts.lowerCase(text)).isEqualTo(text.toLowerCase(Locale.ROOT));
    }

    @Test
    void ofOneLongWordTakesNoTime() {
      String word = "Σ".repeat(400_000);

      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> {
            assertThat(Texts.lowerCase(word)).hasSameSizeAs(word);
            assertRejected(Reason.INVALID_HANDLE, () -> new Handle(word));
            assertRejected(Reason.INVALID_TAG, () -> new Tag(word));
            assertThat(Words.of(word).containAny(List.of(new Tag("tea")))).isFalse();
          });
    }
  }

  @Nested
  class AText {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "hello",
          "two\nlines\r\n\tand a tab",
          "Straße, naïve, coöperate, Ångström",
          "decomposed: A\u030angstro\u0308m",
          "漢字かな交じり文 한국어 ไทย हिन्दी",
          "a left-to-right line with \u05e9\u05dc\u05d5\u05dd and \u0645\u0631\u062d\u0628\u0627",
          "isolates \u2067\u05e9\u05dc\u05d5\u05dd\u2069, embeddings \u202babc\u202c, marks \u200f",
          "zero width: non-joiner \u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645, joiner \u200d",
          "line separator \u2028 and paragraph separator \u2029",
          "no-break space \u00a0, byte order mark \ufeff, replacement \ufffd, private \ue000",
          "family 👩‍👩‍👧‍👦, flag 🇩🇪, skin 👍🏽, keycap 1️⃣, heart ❤️‍🔥, Wales 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
          "the last character there is to type: \udbff\udffd",
          "mathematical 𝔘𝔫𝔦𝔠𝔬𝔡𝔢, cuneiform 𒀀"
        })
    void isAnyUnicodeThatPeopleWrite(String text) {
      Texts.requireText(text);
    }

    @ParameterizedTest
    @ValueSource(
        ints = {0x00, 0x01, 0x07, 0x08, 0x0b, 0x0c, 0x0e, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9f})
    void hasNoControlCharactersButLineBreaksAndTabs(int character) {
      assertRejected(
          Reason.INVALID_TEXT, () -> Texts.requireText("a" + Character.toString(character) + "b"));
      assertRejected(Reason.INVALID_TEXT, () -> Texts.requireText(Character.toString(character)));
      assertRejected(
          Reason.INVALID_TEXT, () -> Texts.requireText("😀" + Character.toString(character)));
    }

    @Test
    void endsItsControlCharactersWhereUnicodeDoes() {
      Texts.requireText(" ~\u00a0");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xfdd0, 0xfdef, 0xfffe, 0xffff, 0x1fffe, 0x1ffff, 0x10fffe, 0x10ffff})
    void hasNoNonCharacters(int character) {
      assertRejected(
          Reason.INVALID_TEXT, () -> Texts.requireText("a" + Character.toString(character)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xfdcf, 0xfdf0, 0xfffd, 0x1fffd, 0x20000, 0x10fffd})
    void hasTheNeighboursOfNonCharacters(int character) {
      Texts.requireText("a" + Character.toString(character));
    }

    @Test
    void hasNoHalvesOfCharacters() {
      assertRejected(Reason.INVALID_TEXT, () -> Texts.requireText("\ud83d"));
      assertRejected(Reason.INVALID_TEXT, () -> Texts.requireText("a\ud83d"));
      assertRejected(Reason.INVALID_TEXT, () -> Texts.requireText("\ud83db"));
      assertRejected(Reason.INVALID_TEXT, () -> Texts.requireText("\ude00"));
      assertRejected(Reason.INVALID_TEXT, () -> Texts.requireText("a\ude00b"));
      assertRejected(Reason.INVALID_TEXT, () -> Texts.requireText("\ude00\ud83d"));
      assertRejected(Reason.INVALID_TEXT, () -> Texts.requireText("\ud83d\ud83d\ude00"));
      assertRejected(Reason.INVALID_TEXT, () -> Texts.requireText("😀\ude00"));
    }
  }

  @Nested
  class WhatCanBeSeen {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " ",
          " \n\t\r ",
          "\u00a0",
          "\u2003\u3000",
          "\u200b",
          "\u200d\u200e\u2060",
          "\ufeff",
          "\u202e",
          "\u00ad",
          "\u2028\u2029",
          "\u3164",
          "\u115f\u1160\uffa0",
          "\u2800",
          "\ufe0f",
          "\udb40\udc41",
          "\u034f",
          "\u17b4\u17b5",
          "\u180b\u180e",
          "\u2064\u206f",
          "\ufff0",
          "\ud834\udd59",
          "\ud834\udd73",
          "\ud81b\udfe4"
        })
    void isNothingInABlankText(String text) {
      assertThat(Texts.isBlank(text)).isTrue();
    }

    @Test
    void isWhatUnicodeSaysCanBeIgnored() {
      // Compares with the JDK's property for format characters; the rest is from Unicode 16.
      for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
        if (Character.getType(codePoint) == Character.FORMAT) {
          assertThat(Texts.isBlank(Character.toString(codePoint))).isTrue();
        }
      }
      assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(Texts::isIgnorable))
          .hasSize(4_174);
      assertThat(Texts.isIgnorable(0xad)).isTrue();
      assertThat(Texts.isIgnorable(0xac)).isFalse();
      assertThat(Texts.isIgnorable(0xae)).isFalse();
      assertThat(Texts.isIgnorable(0xe0fff)).isTrue();
      assertThat(Texts.isIgnorable(0xe1000)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "a",
          "\u200ba",
          "\u200fשלום",
          "😀",
          "❤️",
          "👩‍👩‍👧‍👦",
          ".",
          "\u0301",
          "\u00a0!",
          "가",
          "\u2801"
        })
    void isSomethingInEveryOther(String text) {
      assertThat(Texts.isBlank(text)).isFalse();
    }
  }

  @Nested
  class TheLengthOnTheWire {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "a",
          "\u007f",
          "\u0080",
          "ä",
          "\u07ff",
          "\u0800",
          "漢",
          "\ufffd",
          "😀",
          "🇩🇪",
          "👩‍👩‍👧‍👦",
          "aä漢😀"
        })
    void isInBytesOfUtf8(String text) {
      assertThat(Texts.utf8Length(text))
          .isEqualTo(text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
    }
  }

  @Nested
  class TheBeginning {
    @Test
    void isOfWholeCharacters() {
      assertThat(Texts.beginning("short", 200)).isEqualTo("short");
      assertThat(Texts.beginning("abc", 2)).isEqualTo("ab");
      assertThat(Texts.beginning("ab👩\u200d🔬", 5)).isEqualTo("ab");
      assertThat(Texts.beginning("🇵🇹🇵🇹", 6)).isEqualTo("🇵🇹");
      assertThat(Texts.beginning("e\u0301e\u0301", 3)).isEqualTo("e\u0301");
      assertThat(Texts.beginning("😀".repeat(200), 281)).hasSize(280);
    }

    @Test
    void ofOneCharacterWithoutEndIsWhatThereIsRoomFor() {
      assertThat(Texts.beginning("e" + "\u0301".repeat(500), 280)).hasSize(280);
      assertThat(Texts.beginning("👩\u200d".repeat(500), 280)).hasSize(280 - 1);
    }
  }

  @Nested
  class AName {
    @Test
    void isOneLineOf1To100CharactersAsPeopleCountThem() {
      assertThat(Texts.requireName("A")).isEqualTo("A");
      assertThat(Texts.requireName("x".repeat(100))).hasSize(100);
      assertThat(Texts.requireName("😀".repeat(100))).hasSize(200);
      assertRejected(Reason.INVALID_NAME, () -> Texts.requireName("x".repeat(101)));
      assertRejected(Reason.INVALID_NAME, () -> Texts.requireName("😀".repeat(101)));
      assertRejected(Reason.INVALID_NAME, () -> Texts.requireName(""));
    }

    @Test
    void losesTheBlanksAroundIt() {
      assertThat(Texts.requireName("  Ada Lovelace \t")).isEqualTo("Ada Lovelace");
      assertThat(Texts.requireName(" " + "x".repeat(100) + " ")).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "עדה",
          "أدا",
          "阿达",
          "Ada 🌻",
          "O’Brien",
          "می\u200cنا",
          "🇩🇪",
          "👩\u200d🔬",
          "🏴󠁧󠁢󠁷󠁬󠁳󠁿"
        })
    void isInAnyScript(String name) {
      assertThat(Texts.requireName(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "\u00a0Ada Zoe\u3000",
          "Ada  Zoe",
          "Ada\u00a0\u2003Zoe",
          "Ada\u3000Zoe",
          "\u200bAda\u200b \u2060Zoe\ufeff",
          "\u200eAda\u200f \u061cZoe",
          "A\u00adda Zo\u034fe\u3164",
          "Ada\u200d Zoe\u200c",
          "\ufe0fAda \ufe0f\u200dZoe",
          "\u2800Ada\u2800\u2800Zoe\u2800"
        })
    void isTheSameWhenItLooksTheSame(String name) {
      assertThat(Texts.requireName(name)).isEqualTo("Ada Zoe");
    }

    @Test
    void isComposed() {
      assertThat(Texts.requireName("Zoe\u0308")).isEqualTo("Zo\u00eb");
      // Separated by an invisible character.
      assertThat(Texts.requireName("Zoe\u2060\u0308")).isEqualTo("Zo\u00eb");
      assertThat(Texts.requireName("\u1100\u00ad\u1161")).isEqualTo("\uac00");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"A\nda", "A\tda", "A\rda", "A\u0000da", "A\u0085da", "A\u2028da", "A\u2029da"})
    void isOneLineWithoutControlCharacters(String name) {
      assertRejected(Reason.INVALID_NAME, () -> Texts.requireName(name));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "   ",
          "\u200b",
          "\u00a0",
          "\u3164",
          "\u2800\u2800",
          "\u200d\ufeff",
          "\u17b4",
          "\u034f\u034f",
          "\u180b \ufe0f",
          "\ufff0",
          "\ud834\udd59"
        })
    void canBeSeen(String name) {
      assertRejected(Reason.INVALID_NAME, () -> Texts.requireName(name));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069})
    void doesNotTurnTheTextAroundIt(int character) {
      assertRejected(
          Reason.INVALID_NAME, () -> Texts.requireName("Ada" + Character.toString(character)));
    }

    @Test
    void isMadeOfCharacters() {
      assertRejected(Reason.INVALID_TEXT, () -> Texts.requireName("A\ud83d"));
      assertRejected(Reason.INVALID_TEXT, () -> Texts.requireName("A\uffff"));
    }
  }
}
