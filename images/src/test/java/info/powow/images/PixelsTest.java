package info.powow.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelsTest {
  /// By the definition of EXIF's orientation: where the first row and the first column are
  /// displayed.
  @ParameterizedTest(name = "orientation {0}")
  @CsvSource({
    "1, abc/def", "2, cba/fed", "3, fed/cba", "4, def/abc",
    "5, ad/be/cf", "6, da/eb/fc", "7, fc/eb/da", "8, cf/be/ad"
  })
  void whatIsTurnedHasTheSamePixelsAndNoOthers(int orientation, String upright) {
    for (int type : new int[] {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_ARGB}) {
      BufferedImage image = new BufferedImage(3, 2, type);
      for (int i = 0; i < 6; i++) {
        image.setRGB(i % 3, i / 3, 0xFF000000 | "abcdef".charAt(i) * 0x010101);
      }
      assertThat(letters(Pixels.upright(image, orientation))).isEqualTo(upright);
    }
  }

  private static String letters(BufferedImage image) {
    StringBuilder letters = new StringBuilder();
    for (int y = 0; y < image.getHeight(); y++) {
      letters.append(y == 0 ? "" : "/");
      for (int x = 0; x < image.getWidth(); x++) {
        letters.append((char) (image.getRGB(x, y) & 0xFF));
      }
    }
    return letters.toString();
  }
}
