package info.powow.bench.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class LumaTest {
  /// Luma increases by 2 per column and by 3 per row.
  private static Luma slope(int width, int height) {
    double[] values = new double[width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2.0 * (i % width) + 3.0 * (i / width);
    }
    return new Luma(width, height, values);
  }

  @Test
  void greenIsBrighterThanRedAndRedThanBlue() {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xFF0000);
    image.setRGB(1, 0, 0x00FF00);
    image.setRGB(2, 0, 0x0000FF);
    image.setRGB(3, 0, 0xFFFFFF);
    Luma luma = Luma.of(image);
    assertThat(luma.at(0, 0)).isCloseTo(76.245, within(1e-9));
    assertThat(luma.at(1, 0)).isCloseTo(149.685, within(1e-9));
    assertThat(luma.at(2, 0)).isCloseTo(29.07, within(1e-9));
    assertThat(luma.at(3, 0)).isCloseTo(255, within(1e-9));
  }

  @Test
  void inItsOwnSizeItStaysAsItIs() {
    Luma slope = slope(12, 9);
    Luma same = slope.scaled(12, 9);
    for (int y = 0; y < 9; y++) {
      for (int x = 0; x < 12; x++) {
        assertThat(same.at(x, y)).isCloseTo(slope.at(x, y), within(1e-9));
      }
    }
  }

  /// A new pixel is in the middle of its sources. Near the edge, the weights are asymmetric.
  @Test
  void aSlopeStaysASlope() {
    Luma scaled = slope(90, 60).scaled(30, 30);
    assertThat(scaled.width()).isEqualTo(30);
    assertThat(scaled.height()).isEqualTo(30);
    for (int y = 4; y < 26; y++) {
      for (int x = 4; x < 26; x++) {
        assertThat(scaled.at(x, y)).isCloseTo(2 * (3 * x + 1) + 3 * (2 * y + 0.5), within(1e-9));
      }
    }
  }

  @Test
  void whatIsTooFineForTheSizeBecomesGrey() {
    double[] stripes = new double[96 * 96];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = i % 2 * 200;
    }
    Luma scaled = new Luma(96, 96, stripes).scaled(24, 24);
    assertThat(scaled.at(12, 12)).isCloseTo(100, within(1.0));
    assertThat(scaled.at(13, 12)).isCloseTo(100, within(1.0));
  }
}
