package info.powow.domain;

import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagTest {
  @ParameterizedTest
  @ValueSource(strings = {"chess", "board games", "co-op", "日本語", "हिन्दी", "ไทย", "k9", "a b-c"})
  void isWordsOfAnyScript(String tag) {
    assertThat(new Tag(tag).value()).isEqualTo(tag);
  }

  @Test
  void isTheSameWhenItLooksTheSame() {
    assertThat(new Tag("Cafe\u0301")).isEqualTo(new Tag("caf\u00e9"));
    assertThat(new Tag(" Board\u00a0  Games ")).isEqualTo(new Tag("board games"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a--b",
        "-a",
        "a-",
        "a_b",
        "\u0301a",
        "a\u200bb",
        "\u3164",
        "\u115f",
        "a\ufe0f",
        "a\u034fb",
        "a\u202eb",
        "\ud83d"
      })
  void isNothingElse(String tag) {
    assertRejected(Reason.INVALID_TAG, () -> new Tag(tag));
  }
}
