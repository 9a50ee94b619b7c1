package info.powow.domain;

import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiTest {
  /// All emoji that Unicode 16 recommends (RGI_Emoji), fully qualified, one per line.
  private static List<String> recommended() throws IOException {
    try (InputStream lines =
        Objects.requireNonNull(EmojiTest.class.getResourceAsStream("emoji-16.txt"))) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void isWhateverUnicodeRecommendsAndOfOneForm() throws IOException {
    List<String> recommended = recommended();

    assertThat(recommended).hasSize(3_790);
    assertThat(recommended)
        .allSatisfy(emoji -> {
          assertThat(Texts.requireEmoji(emoji)).isEqualTo(emoji);
          assertThat(Texts.requireEmoji(emoji.replace("\ufe0f", ""))).isEqualTo(emoji);
          assertThat(Texts.requireEmoji(emoji + "\ufe0f")).isEqualTo(emoji);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "👍\ufe0f, 👍",
    "❤, ❤\ufe0f",
    "1\u20e3, 1\ufe0f\u20e3",
    "🏳\u200d🌈, 🏳\ufe0f\u200d🌈",
    "🏴\u200d☠, 🏴\u200d☠\ufe0f",
    "☝\ufe0f🏽, ☝🏽"
  })
  void isTheSameWithAndWithoutU_FE0F(String written, String kept) {
    assertThat(Texts.requireEmoji(written)).isEqualTo(kept);
    assertThat(Texts.requireEmoji(kept)).isEqualTo(kept);
  }

  /// Emoji from Unicode 17, which this JDK does not know, and reserved code points of future ones.
  @ParameterizedTest
  @ValueSource(strings = {"\ud83e\udec8", "\ud83d\uded8", "\ud83e\ude8a", "\ud83e\udeff"})
  void mayBeNewerThanTheJdk(String emoji) {
    assertThat(Texts.requireEmoji(emoji)).isEqualTo(emoji);
    assertThat(Texts.requireEmoji(emoji + "🏽")).isEqualTo(emoji + "🏽");
    assertThat(Texts.requireEmoji("🧑🏽\u200d" + emoji)).isEqualTo("🧑🏽\u200d" + emoji);
    assertThat(Texts.requireEmoji("🐈\u200d" + emoji)).isEqualTo("🐈\u200d" + emoji);
    assertRejected(Reason.INVALID_EMOJI, () -> Texts.requireEmoji(emoji + emoji));
  }

  @Test
  void mayBeATradeThatIsNewerThanTheJdk() {
    assertThat(Texts.requireEmoji("🧑\u200d🩰")).isEqualTo("🧑\u200d🩰");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "1",
        "#",
        "1\ufe0f",
        "ä",
        "漢",
        " ",
        " 😀",
        "😀 ",
        "😀😀",
        "👍👍🏽",
        "🇩🇪🇫🇷",
        "🇩",
        "🇩🇪🇫",
        "🇽🇽",
        "🇩\ufe0f",
        "a⃣",
        "\u20e3",
        "\ufe0f",
        "\u200d",
        "😀\u200d",
        "\u200d😀",
        "👩\u200d\u200d🔬",
        "👩‍a",
        "👍\u0338\u0338",
        "\u0600😀",
        "😀\ufe0e",
        "😀\n",
        "😀\u0000",
        "🏽🏽",
        "🏽\u200d🏽",
        "😀🏽",
        "👍🏽🏽",
        "👍\u200d👍",
        "👩\u200d🍕",
        "🧑\u200d💩",
        "👩\u200d🔬\u200d➡",
        "🤦\u200d♀\u200d➡",
        "👩\u200d👨\u200d👦",
        "👨\u200d👩\u200d👦\u200d👧",
        "🧑\u200d👩\u200d👧",
        "👨\u200d❤\u200d👩",
        "🧑\u200d🤝\u200d👩",
        "😀\u200d😀\u200d😀",
        "🍕\u200d♀",
        "👩\u200d👩\u200d👩\u200d👩\u200d👩",
        "🏴\udb40\udc67\udb40\udc62\udb40\udc77\udb40\udc6c\udb40\udc73",
        "🏴\udb40\udc78\udb40\udc78\udb40\udc77\udb40\udc6c\udb40\udc73\udb40\udc7f",
        "😀\udb40\udc67\udb40\udc62\udb40\udc77\udb40\udc6c\udb40\udc73\udb40\udc7f",
        "🏴\udb40\udc67\udb40\udc62\udb40\udc78\udb40\udc78\udb40\udc78\udb40\udc7f",
        "🏴\udb40\udc64\udb40\udc65\udb40\udc31\udb40\udc7f",
        "☖",
        "<b>",
        ":-)",
        "\ud83d"
      })
  void isNothingElse(String text) {
    assertRejected(Reason.INVALID_EMOJI, () -> Texts.requireEmoji(text));
  }

  @Test
  void isNoLongText() {
    assertRejected(Reason.INVALID_EMOJI, () -> Texts.requireEmoji("😀" + "\ufe0f".repeat(31)));
  }
}
