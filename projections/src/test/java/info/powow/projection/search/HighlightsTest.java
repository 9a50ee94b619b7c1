package info.powow.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.projection.search.FoundMessages.Highlight;
import java.util.List;
import org.junit.jupiter.api.Test;

class HighlightsTest {
  private final Highlights highlights = new Highlights("[", "]");

  @Test
  void placesAreCountedInTheTextWithoutMarks() {
    assertThat(highlights.in("the [kettle] is [on]"))
        .isEqualTo(List.of(new Highlight(4, 10), new Highlight(14, 16)));
  }

  @Test
  void aTextWithoutMarksHasNoHighlights() {
    assertThat(highlights.in("the kettle is on")).isEmpty();
  }

  @Test
  void noTwoSearchesUseTheSameMarks() {
    assertThat(Highlights.marked()).isNotEqualTo(Highlights.marked());
  }
}
