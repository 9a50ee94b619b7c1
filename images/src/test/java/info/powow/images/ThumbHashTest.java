package info.powow.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

/// Compares with the output of the reference implementation (npm `thumbhash` 0.1.1) for the same
/// pixels.
class ThumbHashTest {
  private static BufferedImage image(int width, int height, IntBinaryOperator argb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, argb.applyAsInt(x, y));
      }
    }
    return image;
  }

  private static int argb(int a, int r, int g, int b) {
    return (a & 255) << 24 | (r & 255) << 16 | (g & 255) << 8 | (b & 255);
  }

  @Test
  void aWidePicture() {
    assertThat(ThumbHash.of(image(60, 40, (x, y) -> argb(255, x * 4, y * 6, x * y))))
        .isEqualTo("HQgKJZhwdndwd4d2iGiHd7CQC/d3");
  }

  @Test
  void aTallPicture() {
    assertThat(ThumbHash.of(image(30, 100, (x, y) -> argb(255, 255 - y * 2, x * 8, 128))))
        .isEqualTo("IUgKMhhwfneIiId4cI736Hg=");
  }

  @Test
  void aPictureThroughWhichSomethingShines() {
    assertThat(ThumbHash.of(image(53, 47, (x, y) -> argb(x * 3 + y * y, x * 4, y * 5, x * y))))
        .isEqualTo("3OeFFIwHcHaAeIh4KQq5gH8HhjhxJnEhAQ==");
  }

  @Test
  void aPictureOfNothing() {
    assertThat(ThumbHash.of(image(10, 10, (x, y) -> 0)))
        .isEqualTo("AAiCBQAAAAAAAAAAAAAAAAAAAAAAAAAAAA==");
  }
}
