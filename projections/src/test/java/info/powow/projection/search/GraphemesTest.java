package info.powow.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.projection.search.FoundMessages.Highlight;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GraphemesTest {
  private static final List<String> CHARACTERS =
      List.of("a", " ", "e\u0301", "👩\u200d🔬", "🇩🇪", "漢", "ข้", "\r\n", "👍🏽");

  @Test
  void aStretchIsWidenedToWholeCharacters() {
    assertThat(whole("x👩\u200d🔬y", 1, 3)).containsExactly("👩\u200d🔬");
    assertThat(whole("x👩\u200d🔬y", 4, 6)).containsExactly("👩\u200d🔬");
    assertThat(whole("cafe\u0301!", 0, 4)).containsExactly("cafe\u0301");
    assertThat(whole("🇩🇪🇫🇷", 4, 8)).containsExactly("🇫🇷");
  }

  @Test
  void stretchesThatMeetAreOne() {
    assertThat(whole("我喜欢猫", 1, 2, 2, 3)).containsExactly("喜欢");
    assertThat(whole("👩\u200d🔬", 0, 2, 3, 5)).containsExactly("👩\u200d🔬");
    assertThat(whole("a b", 0, 1, 2, 3)).containsExactly("a", "b");
  }

  @Test
  void anEmptyStretchIsTheCharacterWhereItIs() {
    assertThat(whole("a㍿b", 1, 1)).containsExactly("㍿");
    assertThat(whole("a㍿", 2, 2)).containsExactly("㍿");
  }

  @Property
  void noStretchCutsACharacter(
      @ForAll @Size(min = 1, max = 12)
          List<@net.jqwik.api.constraints.IntRange(max = 8) Integer> written,
      @ForAll @net.jqwik.api.constraints.IntRange(max = 40) int from,
      @ForAll @net.jqwik.api.constraints.IntRange(max = 40) int length) {
    StringBuilder text = new StringBuilder();
    List<Integer> borders = new java.util.ArrayList<>(List.of(0));
    for (int each : written) {
      text.append(CHARACTERS.get(each));
      borders.add(text.length());
    }
    int start = from % text.length();
    int end = Math.min(text.length(), start + length);
    List<Highlight> found = Graphemes.whole(text.toString(), List.of(new Highlight(start, end)));

    assertThat(found).hasSize(1);
    assertThat(borders).contains(found.getFirst().start(), found.getFirst().end());
    assertThat(found.getFirst().start()).isLessThanOrEqualTo(start);
    assertThat(found.getFirst().end()).isGreaterThanOrEqualTo(end).isGreaterThan(start);
  }

  private static List<String> whole(String text, int... stretches) {
    List<Highlight> highlights =
        java.util.stream.IntStream.range(0, stretches.length / 2)
            .mapToObj(i -> new Highlight(stretches[2 * i], stretches[2 * i + 1]))
            .toList();
    return Graphemes.whole(text, highlights).stream()
        .map(stretch -> text.substring(stretch.start(), stretch.end()))
        .toList();
  }
}
