package info.powow.domain.identity;

import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandleTest {
  @ParameterizedTest
  @ValueSource(strings = {"ada", "a_b", "a.b", "a12", "a.b_c.d", "abcdefghijklmnopqrstuvwxyz_234"})
  void has3To30LettersDigitsUnderscoresAndFullStops(String handle) {
    assertThat(new Handle(handle).value()).isEqualTo(handle);
    assertThat(new Handle(handle)).hasToString(handle);
  }

  @Test
  void isTheSameHoweverItIsTyped() {
    assertThat(new Handle(" ADA \n")).isEqualTo(new Handle("ada"));
    assertThat(new Handle("Ada")).isEqualTo(new Handle("ada"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ad",
        "abcdefghijklmnopqrstuvwxyz_2345",
        "1ada",
        "_ada",
        ".ada",
        "ada.",
        "ada..",
        "a..b",
        "ada.l.",
        "a da",
        "a-da",
        "ada\nbob",
        "ada\u0000",
        "ada:bob",
        "ada/bob",
        "ada~bob",
        "аda",
        "äda",
        "ıda",
        "İda",
        "ada😀"
      })
  void isNothingElse(String handle) {
    assertRejected(Reason.INVALID_HANDLE, () -> new Handle(handle));
  }
}
