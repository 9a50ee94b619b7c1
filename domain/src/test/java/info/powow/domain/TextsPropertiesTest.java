package info.powow.domain;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TextsPropertiesTest {
  @Property
  void aNameThatIsKeptAgainStaysAsItIs(@ForAll("names") String name) {
    String kept;
    try {
      kept = Texts.requireName(name);
    } catch (Rejected _) {
      return;
    }
    assertThat(Texts.requireName(kept)).isEqualTo(kept).isNotBlank();
  }

  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> odd =
        Arbitraries.of(
            " ",
            "\u00a0",
            "\u200b",
            "\u200c",
            "\u200d",
            "\u200e",
            "\ufe0f",
            "\u3164",
            "\u0308",
            "e",
            "\u1100",
            "\u1161",
            "👩",
            "\udb40\udc67",
            "\u2800",
            "\u0344",
            "\u0958");
    return Arbitraries.oneOf(odd, Arbitraries.strings().ofLength(1))
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }
}
