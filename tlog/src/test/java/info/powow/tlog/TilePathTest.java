package info.powow.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of C2SP tlog-tiles.
class TilePathTest {
  @ParameterizedTest
  @CsvSource({
    "tile/0/x001/x234/067, 0, 1234067, 256",
    "tile/1/000, 1, 0, 256",
    "tile/63/999.p/255, 63, 999, 255",
    "tile/entries/x001/000.p/1, -1, 1000, 1"
  })
  void aNameIsReadAndWritten(String path, int level, long index, int width) {
    TilePath tile = new TilePath(level, index, width);

    assertThat(TilePath.parse(path)).contains(tile);
    assertThat(tile).hasToString(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/x000/001",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/-1/000",
        "tile/0/../000",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "checkpoint"
      })
  void whatIsNotCanonicalIsNoName(String path) {
    assertThat(TilePath.parse(path)).isEmpty();
  }

  /// "A tree of size 70,000 will be represented by 273 full level 0 tiles, one partial level 0 tile
  /// of width 112, one full level 1 tile, one partial level 1 tile of width 17, and one partial
  /// level 2 tile of width 1."
  @Test
  void theTilesOfATreeAreThoseOfTheSpecification() {
    assertThat(TilePath.widthIn(70_000, 0, 272)).isEqualTo(256);
    assertThat(TilePath.widthIn(70_000, 0, 273)).isEqualTo(112);
    assertThat(TilePath.widthIn(70_000, 0, 274)).isZero();
    assertThat(TilePath.widthIn(70_000, 1, 0)).isEqualTo(256);
    assertThat(TilePath.widthIn(70_000, 1, 1)).isEqualTo(17);
    assertThat(TilePath.widthIn(70_000, 2, 0)).isEqualTo(1);
    assertThat(TilePath.widthIn(70_000, 3, 0)).isZero();
    assertThat(TilePath.widthIn(256, 1, 0)).isEqualTo(1);
    assertThat(TilePath.widthIn(Long.MAX_VALUE, 63, Long.MAX_VALUE)).isZero();
  }
}
