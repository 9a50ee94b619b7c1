package info.powow.domain.image;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ImageId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RenditionWidthsTest {
  private static final RenditionRequest ANYTHING =
      new RenditionRequest(null, null, null, null, null, false, false);

  private static Picture picture(ImageFormat format, int width, int height) {
    return new Picture(
        new ImageId("rose"), new ContentHash("0".repeat(64)), format, width, height, "");
  }

  private static final Picture PHOTO = picture(ImageFormat.JPEG, 4_032, 3_024);
  private static final Picture DRAWING = picture(ImageFormat.PNG, 800, 600);
  private static final Picture DANCE = picture(ImageFormat.GIF, 200, 100);

  private static RenditionRequest wide(int width) {
    return new RenditionRequest(width, null, null, null, null, false, false);
  }

  private static RenditionRequest in(@Nullable ImageFormat format, boolean takesWebp) {
    return new RenditionRequest(100, null, format, null, null, false, takesWebp);
  }

  private static Rendition choose(Picture picture, RenditionRequest need) {
    return RenditionWidths.choose(picture, need, true);
  }

  @Test
  void theNarrowestRungThatFillsThePlaceIsEnough() {
    assertThat(choose(PHOTO, wide(1)).width()).isEqualTo(80);
    assertThat(choose(PHOTO, wide(320)).width()).isEqualTo(320);
    assertThat(choose(PHOTO, wide(321)).width()).isEqualTo(480);
  }

  @Test
  void nothingIsMadeWiderThanItIs() {
    assertThat(choose(DRAWING, wide(801)).width()).isEqualTo(800);
    assertThat(choose(PHOTO, wide(100_000)).width()).isEqualTo(4_032);
  }

  @Test
  void denseScreensGetMorePixels() {
    assertThat(
            choose(PHOTO, new RenditionRequest(320, null, null, 2.0, null, false, false)).width())
        .isEqualTo(640);
    assertThat(
            choose(PHOTO, new RenditionRequest(320, null, null, 1_000.0, null, false, false))
                .width())
        .isEqualTo(1_280);
    assertThat(
            choose(PHOTO, new RenditionRequest(320, null, null, 0.1, null, false, false)).width())
        .isEqualTo(320);
  }

  @Test
  void thePlaceInDevicePixelsCountsWhenNoWidthIsAskedFor() {
    assertThat(
            choose(PHOTO, new RenditionRequest(null, null, null, 3.0, 700, false, false)).width())
        .isEqualTo(960);
    assertThat(choose(PHOTO, new RenditionRequest(80, null, null, null, 700, false, false)).width())
        .isEqualTo(80);
  }

  @Test
  void whoSavesDataGetsLowQualityAndNoMorePixelsThanAskedFor() {
    Rendition saving = choose(PHOTO, new RenditionRequest(320, null, null, 3.0, null, true, false));

    assertThat(saving).isEqualTo(new Rendition(320, Quality.LOW, ImageFormat.JPEG));
    assertThat(
            choose(PHOTO, new RenditionRequest(320, Quality.HIGH, null, null, null, true, false))
                .quality())
        .isEqualTo(Quality.HIGH);
  }

  @Test
  void whoSaysNothingGetsWhatFitsMostPlaces() {
    assertThat(choose(PHOTO, ANYTHING))
        .isEqualTo(new Rendition(1_280, Quality.MEDIUM, ImageFormat.JPEG));
    assertThat(
            choose(PHOTO, new RenditionRequest(null, Quality.LOW, null, null, null, false, false))
                .width())
        .isEqualTo(480);
    assertThat(
            choose(PHOTO, new RenditionRequest(null, Quality.HIGH, null, null, null, false, false))
                .width())
        .isEqualTo(2_560);
  }

  @Test
  void webpGoesToWhoTakesIt() {
    assertThat(choose(PHOTO, in(null, true)).format()).isEqualTo(ImageFormat.WEBP);
    assertThat(choose(PHOTO, in(null, false)).format()).isEqualTo(ImageFormat.JPEG);
    assertThat(choose(DRAWING, in(null, false)).format()).isEqualTo(ImageFormat.PNG);
    assertThat(choose(PHOTO, in(ImageFormat.WEBP, false)).format()).isEqualTo(ImageFormat.WEBP);
    assertThat(choose(DRAWING, in(ImageFormat.JPEG, true)).format()).isEqualTo(ImageFormat.JPEG);
  }

  @Test
  void aServerThatCannotMakeWebpSendsWhatItCan() {
    assertThat(RenditionWidths.choose(PHOTO, in(ImageFormat.WEBP, true), false).format())
        .isEqualTo(ImageFormat.JPEG);
    assertThat(RenditionWidths.choose(DRAWING, in(null, true), false).format())
        .isEqualTo(ImageFormat.PNG);
  }

  @Test
  void whatMovesIsSentAsItIsToWhoAsksForIt() {
    assertThat(choose(DANCE, in(ImageFormat.GIF, true)))
        .isEqualTo(new Rendition(200, Quality.HIGH, ImageFormat.GIF));
    assertThat(choose(DANCE, in(null, false)).format()).isEqualTo(ImageFormat.PNG);
    assertThat(choose(PHOTO, in(ImageFormat.GIF, false)).format()).isEqualTo(ImageFormat.JPEG);
  }

  @Test
  void aRenditionHasAName() {
    assertThat(new Rendition(320, Quality.LOW, ImageFormat.WEBP).name()).isEqualTo("320-low.webp");
  }

  @Test
  void theHeightFollowsTheWidth() {
    Rendition rendition = new Rendition(320, Quality.LOW, ImageFormat.JPEG);

    assertThat(rendition.heightOf(PHOTO)).isEqualTo(240);
    assertThat(rendition.heightOf(picture(ImageFormat.JPEG, 4_096, 1))).isEqualTo(1);
  }

  @Property
  void allWishesEndInFewRenditions(
      @ForAll @IntRange(min = 1, max = 4_096) int width,
      @ForAll int asked,
      @ForAll double density,
      @ForAll boolean saves) {
    RenditionRequest need = new RenditionRequest(asked, null, null, density, null, saves, true);

    int chosen = choose(picture(ImageFormat.JPEG, width, 100), need).width();

    assertThat(chosen == width || RenditionWidths.WIDTHS.contains(chosen)).isTrue();
    assertThat(chosen).isBetween(1, width);
  }
}
