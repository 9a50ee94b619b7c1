package info.powow.bench.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class SsimTest {
  private final Luma waves = waves(64, 48, value -> value);

  private static Luma waves(int width, int height, DoubleUnaryOperator then) {
    double[] values = new double[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        values[y * width + x] =
            then.applyAsDouble(128 + 60 * Math.sin(x / 3.0) + 40 * Math.cos(y / 5.0));
      }
    }
    return new Luma(width, height, values);
  }

  private static Luma noisy(double strength) {
    Random random = new Random(7);
    return waves(64, 48, value -> value + strength * random.nextGaussian());
  }

  private static Luma flat(double value) {
    return waves(20, 20, _ -> value);
  }

  @Test
  void aPictureIsLikeItself() {
    assertThat(Ssim.of(waves, waves)).isCloseTo(1, within(1e-12));
  }

  @Test
  void whichOfThemComesFirstDoesNotMatter() {
    assertThat(Ssim.of(waves, noisy(10))).isCloseTo(Ssim.of(noisy(10), waves), within(1e-12));
  }

  @Test
  void theMoreNoiseTheLessLike() {
    assertThat(Ssim.of(waves, noisy(5))).isLessThan(0.999).isGreaterThan(Ssim.of(waves, noisy(20)));
    assertThat(Ssim.of(waves, noisy(20))).isGreaterThan(Ssim.of(waves, noisy(60)));
  }

  @Test
  void whatIsDarkWhereTheOtherIsBrightIsUnlike() {
    assertThat(Ssim.of(waves, waves(64, 48, value -> 256 - value))).isNegative();
  }

  /// Without variance, only the first of the two factors remains.
  @Test
  void betweenTwoFlatPicturesItIsWhatTheFormulaSays() {
    double c1 = 2.55 * 2.55;
    assertThat(Ssim.of(flat(100), flat(150)))
        .isCloseTo((2 * 100 * 150 + c1) / (100 * 100 + 150 * 150 + c1), within(1e-9));
  }

  /// Half the contrast around the same mean: 2 · ½ / (1 + ¼), apart from the constants.
  @Test
  void lessContrastCostsWhatTheFormulaSays() {
    double[] board = new double[400];
    double[] paler = new double[400];
    for (int i = 0; i < 400; i++) {
      int sign = (i % 20 + i / 20) % 2 == 0 ? 1 : -1;
      board[i] = 128 + 100 * sign;
      paler[i] = 128 + 50 * sign;
    }
    assertThat(Ssim.of(new Luma(20, 20, board), new Luma(20, 20, paler)))
        .isCloseTo(0.8, within(0.001));
  }

  @Test
  void onlyPicturesOfOneSizeThatHoldAWindowCanBeCompared() {
    assertThatThrownBy(() -> Ssim.of(waves, flat(1))).isInstanceOf(IllegalArgumentException.class);
    Luma narrow = waves(10, 40, value -> value);
    assertThatThrownBy(() -> Ssim.of(narrow, narrow)).isInstanceOf(IllegalArgumentException.class);
  }
}
