package info.powow.domain.image;

import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ImageLimitsTest {
  private static final ImageLimits LIMITS = new ImageLimits(1_000, 10_000, Duration.ZERO);

  private static ImageHeader header(int width, int height, int frames) {
    return new ImageHeader(ImageFormat.GIF, width, height, 1, frames, 4);
  }

  @Test
  void aFileHasAtMostAsManyBytesAsTheServerAllows() {
    assertThatCode(() -> LIMITS.requireBytes(1_000)).doesNotThrowAnyException();
    assertRejected(Reason.IMAGE_TOO_LARGE, () -> LIMITS.requireBytes(1_001));
  }

  @Test
  void aPictureHasAtMostAsManyPixelsAsTheServerAllows() {
    assertThatCode(() -> LIMITS.requirePixels(header(100, 100, 1))).doesNotThrowAnyException();
    assertRejected(Reason.TOO_MANY_PIXELS, () -> LIMITS.requirePixels(header(101, 100, 1)));
  }

  @Test
  void aPictureThatIsAllWidthHasTooManyPixels() {
    ImageLimits wide = new ImageLimits(1_000, 1_000_000, Duration.ZERO);

    assertThatCode(() -> wide.requirePixels(header(32_767, 1, 1))).doesNotThrowAnyException();
    assertRejected(Reason.TOO_MANY_PIXELS, () -> wide.requirePixels(header(32_768, 1, 1)));
    assertRejected(Reason.TOO_MANY_PIXELS, () -> wide.requirePixels(header(1, 32_768, 1)));
  }

  @Test
  void theFramesOfAMovingPictureCountTogether() {
    assertThatCode(() -> LIMITS.requirePixels(header(100, 100, 16))).doesNotThrowAnyException();
    assertRejected(Reason.TOO_MANY_PIXELS, () -> LIMITS.requirePixels(header(100, 100, 17)));
    assertThatCode(() -> LIMITS.requirePixels(header(1, 1, 2_000))).doesNotThrowAnyException();
    assertRejected(Reason.TOO_MANY_PIXELS, () -> LIMITS.requirePixels(header(1, 1, 2_001)));
  }

  @Test
  void theLargestNumbersThatAHeaderCanSayAreTooMany() {
    assertRejected(
        Reason.TOO_MANY_PIXELS,
        () ->
            ImageLimits.DEFAULT.requirePixels(
                header(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE)));
  }

  @Test
  void limitsThatAllowNothingAreNoLimits() {
    assertThatThrownBy(() -> new ImageLimits(0, 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ImageLimits(1, 0, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ImageLimits(1, 1, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
