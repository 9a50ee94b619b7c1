package info.powow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilesTest {
  @Test
  void picturesMayComeFromTheTileServerAndNowhereElse() {
    assertThat(tiles("https://tiles.example.org:8443/{z}/{x}/{y}.png?key=a;b").origin())
        .isEqualTo("https://tiles.example.org:8443");
  }

  @Test
  void whatAnOperatorWritesStaysAText() {
    PageProperties.Tiles tiles =
        new PageProperties.Tiles(
            "https://example.org/{z}/{x}/{y}.png", null, "\"><script>© us</script>");

    assertThat(tiles.element(null))
        .isEqualTo(
            "<meta name=\"powow-tiles\" content=\"https://example.org/{z}/{x}/{y}.png\""
                + " data-attribution=\"&quot;&gt;&lt;script&gt;&copy; us&lt;/script&gt;\">");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/{z}/{x}/{y}.png",
        "https://example.org/{z}/{x}.png",
        "https://*/{z}/{x}/{y}.png",
        "https://example.org; script-src */{z}/{x}/{y}.png",
        "https://{z}.example.org/{x}/{y}.png",
        "javascript:alert(1)//{z}/{x}/{y}"
      })
  void onlyAnAddressOfTilesOverHttpsIsTaken(String url) {
    assertThatThrownBy(() -> tiles(url)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whomTheMapIsOwedToHasToBeSaid() {
    assertThatThrownBy(() -> new PageProperties.Tiles("https://example.org/{z}/{x}/{y}", null, " "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theMapComesFromOnePlace() {
    assertThatThrownBy(() -> new PageProperties.Tiles(null, null, "us"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            new PageProperties.Tiles(
                "https://example.org/{z}/{x}/{y}", Path.of("map.pmtiles"), "us"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new PageProperties.Tiles(null, Path.of("map.pmtiles"), null).origin()).isNull();
  }

  private static PageProperties.Tiles tiles(String url) {
    return new PageProperties.Tiles(url, null, "us");
  }
}
