package info.powow.domain.image;

import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ImageId;
import info.powow.domain.Reason;
import info.powow.domain.image.ImageCommand.EraseImage;
import info.powow.domain.image.ImageCommand.ShareImage;
import info.powow.domain.image.ImageEvent.ImageErased;
import info.powow.domain.image.ImageEvent.ImageShared;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageTest {
  private static final ImageId ROSE = new ImageId("rose");
  private static final ContentHash HASH = new ContentHash("ab".repeat(32));
  private static final Picture PICTURE =
      new Picture(ROSE, HASH, ImageFormat.JPEG, 640, 480, "3OcRJYB4d3h/");
  private static final ShareImage SHARE = new ShareImage(ada, PICTURE, 12_345);
  private static final ImageLimits LIMITS = new ImageLimits(1_000, 1_000_000, Duration.ofHours(24));

  private static List<ImageEvent> decide(Image state, ImageCommand command, Instant now) {
    return Image.decide(state, command, LIMITS, now);
  }

  private static Image shared() {
    return Image.evolve(
        Image.unknown(),
        new ImageShared(ROSE, ada, HASH, ImageFormat.JPEG, 640, 480, "3OcRJYB4d3h/", 12_345, NOW));
  }

  private static Image erased() {
    return Image.evolve(shared(), new ImageErased(ROSE, NOW));
  }

  @Test
  void whatIsSharedIsProvedByItsHash() {
    assertThat(decide(Image.unknown(), SHARE, NOW))
        .containsExactly(
            new ImageShared(
                ROSE, ada, HASH, ImageFormat.JPEG, 640, 480, "3OcRJYB4d3h/", 12_345, NOW));
  }

  @Test
  void aRetryIsNotASecondPicture() {
    assertThat(decide(shared(), SHARE, NOW)).isEmpty();
    assertThat(decide(erased(), SHARE, NOW)).isEmpty();
  }

  @Test
  void aPictureIsItsOwnersToSend() {
    assertThat(shared().ownedBy(ada)).contains(PICTURE);
    assertThat(shared().ownedBy(bob)).isEmpty();
    assertThat(Image.unknown().ownedBy(ada)).isEmpty();
  }

  @Test
  void anErasedPictureIsNobodysToSend() {
    assertThat(erased().ownedBy(ada)).isEmpty();
  }

  @Test
  void whatNothingCarriesAnyMoreIsErased() {
    assertThat(decide(shared(), new EraseImage(ROSE, true), NOW))
        .containsExactly(new ImageErased(ROSE, NOW));
  }

  @Test
  void whatWasNeverSentHasTimeToBe() {
    EraseImage unused = new EraseImage(ROSE, false);
    Instant end = NOW.plus(LIMITS.unusedRetention());

    assertThat(decide(shared(), unused, end.minusMillis(1))).isEmpty();
    assertThat(decide(shared(), unused, end)).containsExactly(new ImageErased(ROSE, end));
  }

  @Test
  void whatIsErasedIsErasedOnce() {
    assertThat(decide(erased(), new EraseImage(ROSE, true), NOW)).isEmpty();
    assertRejected(
        Reason.IMAGE_NOT_FOUND, () -> decide(Image.unknown(), new EraseImage(ROSE, true), NOW));
  }

  @Test
  void aKeyNamesOnePictureOfOnePerson() {
    ImageId first = ImageId.of(ada, new CommandKey("k"));

    assertThat(ImageId.of(ada, new CommandKey("k"))).isEqualTo(first);
    assertThat(ImageId.of(bob, new CommandKey("k"))).isNotEqualTo(first);
    assertThat(ImageId.of(ada, new CommandKey("l"))).isNotEqualTo(first);
  }

  @Test
  void aHashIsSha256InHexadecimal() {
    assertRejected(Reason.INVALID_ID, () -> new ContentHash("ab".repeat(31)));
    assertRejected(Reason.INVALID_ID, () -> new ContentHash("AB".repeat(32)));
    assertRejected(Reason.INVALID_ID, () -> new ContentHash("g0".repeat(32)));
  }
}
