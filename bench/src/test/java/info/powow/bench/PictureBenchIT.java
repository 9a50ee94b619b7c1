package info.powow.bench;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.bench.people.ProgressLine;
import info.powow.bench.picture.Measurement;
import info.powow.bench.picture.Photograph;
import info.powow.bench.picture.Variant;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Quality;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureBenchIT {
  @TempDir private Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Photograph drawing;

  @BeforeEach
  void drawSomething() throws IOException {
    BufferedImage image = new BufferedImage(200, 150, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < 40; i++) {
      graphics.setColor(new Color(i * 53 % 256, i * 101 % 256, i * 29 % 256));
      graphics.fillOval(i * 37 % 200 - 20, i * 71 % 150 - 20, 60, 40);
    }
    graphics.dispose();
    Path file = folder.resolve("drawing.png");
    ImageIO.write(image, "png", file.toFile());
    drawing = Photograph.of("drawing", file);
  }

  private List<Variant> measured(String path) throws Exception {
    ProgressLine progress = new ProgressLine(new PrintStream(said, true, StandardCharsets.UTF_8));
    Measurement measurement = new Measurement(folder, 1, path, progress);
    measurement.measure(drawing);
    assertThat(measurement.taken()).singleElement().matches(taken -> taken.kept() > 0);
    return measurement.variants();
  }

  @Test
  void withoutImageMagickItSaysSoAndMeasuresTheRest() throws Exception {
    List<Variant> variants = measured(folder.toString());

    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.contains("ImageMagick is not installed"))
        .hasSize(1);
    assertThat(variants).extracting(Variant::maker).containsOnly("Powow", "Thumbnailator");
    assertThat(variants).extracting(Variant::rung).containsOnly(80, 160, 320);
    assertThat(variants).allMatch(each -> each.width() <= 200);
    assertThat(variants).allMatch(each -> each.memory() != null && each.memory() > 0);
  }

  @Test
  void moreQualityIsMoreBytesAndMoreLikeTheOriginal() throws Exception {
    List<Variant> variants = measured(folder.toString());

    for (ImageFormat format : List.of(ImageFormat.WEBP, ImageFormat.JPEG)) {
      Variant low = find(variants, Quality.LOW, format);
      Variant high = find(variants, Quality.HIGH, format);
      assertThat(high.bytes()).isGreaterThan(low.bytes());
      assertThat(high.ssim()).isGreaterThan(low.ssim()).isBetween(0.9, 1.0);
    }
    assertThat(find(variants, Quality.HIGH, ImageFormat.PNG).ssim())
        .as("in its own size and without loss, of a drawing that is kept without loss")
        .isGreaterThan(0.999_999);
  }

  private static Variant find(List<Variant> variants, Quality quality, ImageFormat format) {
    return variants.stream()
        .filter(each ->
            each.maker().equals("Powow")
                && each.rung() == 320
                && each.quality() == quality
                && each.format() == format)
        .findFirst()
        .orElseThrow();
  }
}
