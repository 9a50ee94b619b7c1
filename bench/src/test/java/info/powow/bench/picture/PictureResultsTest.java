package info.powow.bench.picture;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.bench.picture.Measurement.Taken;
import info.powow.bench.server.Machine;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Quality;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PictureResultsTest {
  private final PictureResults results =
      new PictureResults(
          Instant.parse("2026-01-02T03:04:05Z"),
          new Machine(2, "A processor", 8_000, "Linux 6.1", "A JVM 25", 1.834, 0.07),
          1.5,
          3,
          List.of(new Taken("rose", 1_000, 750, 204_800, 102_400, 41.6)),
          List.of(
              variant("rose", "Powow", 320, Quality.LOW, ImageFormat.WEBP, 10_000, 0.9, null),
              variant("tulip", "Powow", 320, Quality.LOW, ImageFormat.WEBP, 30_000, 0.8, null),
              variant(
                  "rose", "Powow", 320, Quality.MEDIUM, ImageFormat.JPEG, 50_000, 0.95, 3L << 20),
              variant(
                  "rose", "Thumbnailator", 320, Quality.MEDIUM, ImageFormat.JPEG, 500, 0.5, null),
              variant(
                  "rose", "Powow", 1_280, Quality.HIGH, ImageFormat.PNG, 900_000, 0.987, null)));

  private static Variant variant(
      String photograph,
      String maker,
      int rung,
      Quality quality,
      ImageFormat format,
      long bytes,
      double ssim,
      @Nullable Long memory) {
    return new Variant(
        photograph, maker, rung, rung, quality, format, bytes, 100_000, ssim, 12.4, 9.8, memory);
  }

  @Test
  void theTablesHaveMeansOverThePhotographsAndNothingWhereNothingWasMeasured() {
    assertThat(results.markdown().lines())
        .contains(
            "| rose | 1000 × 750 | 200 | 100 | 42 |",
            "| width | quality | Powow, WebP | Powow, JPEG | Thumbnailator, JPEG | ImageMagick, WebP | ImageMagick, JPEG |",
            "| 320 | low | 20.0 %, 0.850 |  |  |  |  |",
            "| 320 | medium |  | 50.0 %, 0.950 | 0.5 %, 0.500 |  |  |",
            "| 320 | medium |  | 10 / 12 / 3 | 10 / 12 / ? |  |  |",
            "| width | 1,280 |",
            "| SSIM | 0.987 |")
        .noneMatch(line -> line.startsWith("| 160"));
  }

  @Test
  void thePageKeepsWhatStandsAroundTheTables() {
    String page = "Before\n<!-- pictures: begin -->\nold\n<!-- pictures: end -->\nAfter\n";
    assertThat(PictureResults.PLACE.filled(page, results.markdown()))
        .startsWith("Before\n<!-- pictures: begin -->\n\nMeasured 2026-01-02T03:04:05Z")
        .endsWith("|\n\n<!-- pictures: end -->\nAfter\n")
        .doesNotContain("old");
  }

  @Test
  void theJsonHoldsEverySinglePicture() {
    JsonNode json = JsonMapper.shared().readTree(results.json());
    assertThat(json.at("/variants").size()).isEqualTo(5);
    assertThat(json.at("/variants/1/photograph").asString()).isEqualTo("tulip");
    assertThat(json.at("/variants/2/memory").asLong()).isEqualTo(3 << 20);
    assertThat(json.at("/machine/load").asDouble()).isEqualTo(0.07);
  }

  @Test
  void aPhotographIsMeasuredUpToTheFirstRungThatHoldsAllOfIt() {
    assertThat(Measurement.rungs(1_200)).containsExactly(80, 160, 320, 480, 640, 960, 1_280);
    assertThat(Measurement.rungs(160)).containsExactly(80, 160);
    assertThat(Measurement.rungs(3_968)).endsWith(2_560, 4_096);
  }
}
