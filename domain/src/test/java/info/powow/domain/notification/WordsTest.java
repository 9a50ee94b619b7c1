package info.powow.domain.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import info.powow.domain.Tag;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final List<Tag> KEYWORDS = List.of(new Tag("café"));

  @Test
  void aKeywordIsFoundHoweverItsAccentsAreWritten() {
    assertThat(Words.of("to the Cafe\u0301!").containAny(KEYWORDS)).isTrue();
    assertThat(Words.of("to the cafe").containAny(KEYWORDS)).isFalse();
  }

  @Test
  void accentsWithoutEndTakeNoTime() {
    String text = "a" + "\u0301\u0323".repeat(200_000) + " café";

    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(Words.of(text).containAny(KEYWORDS)).isTrue());
  }
}
