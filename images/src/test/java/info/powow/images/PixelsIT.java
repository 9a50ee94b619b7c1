package info.powow.images;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Quality;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelsIT {
  @TempDir private Path folder;

  /// A decoder whose errors accumulate from block to block is correct for every small picture.
  @Test
  void aLargeWebpIsReadAsItWasWritten() throws IOException {
    Path jpeg =
        Files.write(
            folder.resolve("jpeg"), Pictures.real("jpeg/jfif-with-preview-as-second-image.jpg"));
    BufferedImage written = Pixels.decode(jpeg, HeaderReader.read(jpeg));
    Path webp = folder.resolve("webp");
    Encoder.write(written, ImageFormat.WEBP, Quality.HIGH, webp);

    BufferedImage read = Pixels.decode(webp, HeaderReader.read(webp));

    assertThat(meanDifference(written, read)).isLessThan(5);
  }

  /// Compares the green of all pixels.
  private static double meanDifference(BufferedImage one, BufferedImage other) {
    long sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        sum += Math.abs((one.getRGB(x, y) >> 8 & 255) - (other.getRGB(x, y) >> 8 & 255));
      }
    }
    return (double) sum / one.getWidth() / one.getHeight();
  }
}
