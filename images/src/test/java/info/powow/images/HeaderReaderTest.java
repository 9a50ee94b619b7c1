package info.powow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.ImageHeader;
import info.powow.domain.image.ImageLimits;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderReaderTest {
  private static ImageHeader header(byte[] file) {
    return HeaderReader.read(ByteBuffer.wrap(file));
  }

  private static void assertNoPicture(byte[] file) {
    assertThatThrownBy(() -> header(file))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.INVALID_IMAGE));
  }

  private static byte[] changed(byte[] file, Consumer<byte[]> change) {
    byte[] copy = file.clone();
    change.accept(copy);
    return copy;
  }

  @Test
  void aPhotographSaysHowTheCameraWasHeld() {
    for (int orientation = 1; orientation <= 8; orientation++) {
      ImageHeader portrait = header(Pictures.real("exif/Portrait_" + orientation + ".jpg"));

      assertThat(portrait.format()).isEqualTo(ImageFormat.JPEG);
      assertThat(portrait.orientation()).isEqualTo(orientation);
      assertThat(portrait.width() < portrait.height()).isEqualTo(!portrait.isTurned());
    }
  }

  @Test
  void everyFormatSaysItsSize() {
    BufferedImage drawing = Pictures.drawing(30, 20, BufferedImage.TYPE_INT_RGB);

    for (String format : new String[] {"jpeg", "png", "gif"}) {
      ImageHeader header = header(Pictures.encoded(drawing, format));

      assertThat(header.format().extension()).isEqualTo(format);
      assertThat(header.width()).isEqualTo(30);
      assertThat(header.height()).isEqualTo(20);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"webp/1.webp", "webp/1_webp_a.webp", "webp/1_webp_ll.webp"})
  void webpInItsThreeFormsSaysItsSize(String name) {
    ImageHeader header = header(Pictures.real(name));

    assertThat(header.format()).isEqualTo(ImageFormat.WEBP);
    assertThat(header.width()).isBetween(100, 2_000);
    assertThat(header.height()).isBetween(100, 2_000);
  }

  @Test
  void whatIsNoPictureIsRefused() {
    for (String text :
        new String[] {
          "",
          "G",
          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>",
          "<?xml version=\"1.0\"?><svg/>",
          "%PDF-1.7",
          "%!PS-Adobe-3.0 EPSF-3.0",
          "<html><script>alert(1)</script></html>",
          "push graphic-context\nviewbox 0 0 640 480",
          "BM",
          "II*\0",
          "MM\0*",
          "GIF90a",
          "RIFF\0\0\0\0WAVE",
          "\0\0\1\0",
        }) {
      assertNoPicture(text.getBytes(StandardCharsets.ISO_8859_1));
      assertNoPicture(Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), 1_000));
    }
  }

  @Test
  void aNameInFrontOfAPictureMakesItNone() {
    byte[] jpeg = Pictures.real("exif/Landscape_1.jpg");
    byte[] behind = new byte[jpeg.length + 1];
    System.arraycopy(jpeg, 0, behind, 1, jpeg.length);

    assertNoPicture(behind);
  }

  @Test
  void aPngOf65BytesThatSaysItIsHugeIsRefusedByItsHeader() {
    byte[] bomb = Pictures.pngThatSays(16_384, 16_384);

    assertThat(bomb).hasSize(65);
    assertThatThrownBy(() -> ImageLimits.DEFAULT.requirePixels(header(bomb)))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_MANY_PIXELS));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void aPngWithoutASizeIsNone(int width) {
    assertNoPicture(Pictures.pngThatSays(width, 1));
    assertNoPicture(Pictures.pngThatSays(1, width));
  }

  @Test
  void aJpegIsOfAKindThatCamerasMake() {
    byte[] jpeg = Pictures.real("exif/Landscape_1.jpg");
    int frame = indexOf(jpeg, 0xFF, 0xC0, 0x00, 0x11, 0x08);

    for (int kind : new int[] {0xC3, 0xC5, 0xC9, 0xCF}) {
      assertNoPicture(changed(jpeg, bytes -> bytes[frame + 1] = (byte) kind));
    }
    assertNoPicture(changed(jpeg, bytes -> bytes[frame + 4] = 12));
    assertNoPicture(
        changed(
            jpeg,
            bytes -> {
              bytes[frame + 5] = 0;
              bytes[frame + 6] = 0;
            }));
  }

  @Test
  void aJpegOfThousandsOfScansIsRefused() {
    assertThat(header(jpegThatSays(8, 8, 100)).width()).isEqualTo(8);
    assertNoPicture(jpegThatSays(8, 8, 101));
  }

  @Test
  void theLargerAJpegTheFewerScansItMayHave() {
    assertThat(header(jpegThatSays(2_000, 2_500, 100)).width()).isEqualTo(2_000);
    assertNoPicture(jpegThatSays(2_000, 2_501, 100));
    assertThat(header(jpegThatSays(4_000, 5_000, 25)).width()).isEqualTo(4_000);
    assertNoPicture(jpegThatSays(4_000, 5_000, 26));
    // What common encoders make is accepted in any size.
    assertThat(header(jpegThatSays(10_000, 20_000, 20)).width()).isEqualTo(10_000);
    assertNoPicture(jpegThatSays(10_000, 20_000, 21));
  }

  private static byte[] jpegThatSays(int width, int height, int scans) {
    byte[] jpeg = Pictures.encoded(Pictures.drawing(8, 8, BufferedImage.TYPE_BYTE_GRAY), "jpeg");
    int frame = indexOf(jpeg, 0xFF, 0xC0);
    int scan = indexOf(jpeg, 0xFF, 0xDA);
    int length = jpeg.length - 2 - scan;
    ByteBuffer many = ByteBuffer.allocate(scan + scans * length + 2);
    many.put(jpeg, 0, scan);
    for (int i = 0; i < scans; i++) {
      many.put(jpeg, scan, length);
    }
    many.put((byte) 0xFF).put((byte) 0xD9);
    many.putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
    return many.array();
  }

  @Test
  void aWebpSaysTheSameSizeInsideAndOutside() {
    byte[] webp = Pictures.real("webp/1_webp_a.webp");

    assertThat(header(webp).format()).isEqualTo(ImageFormat.WEBP);
    assertNoPicture(changed(webp, bytes -> bytes[24]++));
    assertNoPicture(changed(webp, bytes -> bytes[26] = 0x7F));
  }

  @Test
  void aGifFrameLiesOnItsCanvas() {
    byte[] gif = Pictures.encoded(Pictures.drawing(30, 20, BufferedImage.TYPE_INT_RGB), "gif");

    assertNoPicture(changed(gif, bytes -> bytes[6]--));
  }

  @ParameterizedTest
  @ValueSource(strings = {"webp/1.webp", "webp/2_webp_a.webp", "webp/segment01.webp"})
  void aWebpThatIsCutAnywhereIsRefused(String name) {
    byte[] whole = Pictures.real(name);
    int end = HeaderReaderTest.endOf(whole);

    for (int length = 0; length < end; length += 1 + length / 50) {
      assertNoPicture(Arrays.copyOf(whole, length));
    }
    assertNoPicture(Arrays.copyOf(whole, end - 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exif/Landscape_6.jpg", "jpeg/cmyk-sample-no-icc.jpg"})
  void aJpegThatIsCutBeforeItsPixelsIsRefused(String name) {
    byte[] whole = Pictures.real(name);
    int pixels = indexOf(whole, 0xFF, 0xDA);

    for (int length = 0; length < pixels + 4; length += 1 + length / 50) {
      assertNoPicture(Arrays.copyOf(whole, length));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exif/Landscape_6.jpg", "jpeg/cmyk-sample-no-icc.jpg"})
  void aJpegNeedsNoEndMarker(String name) {
    byte[] whole = Pictures.real(name);

    assertThat(header(Arrays.copyOf(whole, endOf(whole) - 2))).isEqualTo(header(whole));
  }

  @Test
  void whatMovesAndIsNoGifIsRefusedWithAWord() {
    byte[] apng =
        Pictures.withChunk(
            Pictures.encoded(Pictures.drawing(9, 9, BufferedImage.TYPE_INT_RGB), "png"),
            "acTL",
            new byte[] {0, 0, 0, 2, 0, 0, 0, 0});
    for (byte[] moving : List.of(apng, Pictures.real("webp/animated-webp-supported.webp"))) {
      assertThatThrownBy(() -> header(moving))
          .isInstanceOfSatisfying(
              Rejected.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.MOVING_IMAGE_UNSUPPORTED));
    }
  }

  @Test
  void aFileOfNothingButBlocksIsRefusedAndCostsNoMemory() {
    byte[] gif = Pictures.encoded(Pictures.drawing(9, 9, BufferedImage.TYPE_INT_RGB), "gif");
    byte[] gifs =
        Pictures.withBlocks(
            gif, 13 + (3 << ((gif[10] & 7) + 1)), new byte[] {0x21, (byte) 0xF9, 0}, 1_000_000);
    byte[] jpeg = Pictures.encoded(Pictures.drawing(9, 9, BufferedImage.TYPE_INT_RGB), "jpeg");
    byte[] jpegs = Pictures.withBlocks(jpeg, 2, new byte[] {-1, (byte) 0xFE, 0, 2}, 1_000_000);
    byte[] png = Pictures.encoded(Pictures.drawing(9, 9, BufferedImage.TYPE_INT_RGB), "png");
    byte[] pngs =
        Pictures.withBlocks(
            png, 33, new byte[] {0, 0, 0, 0, 't', 'E', 'X', 't', 0, 0, 0, 0}, 1_000_000);
    byte[] filledJpegs = Pictures.withBlocks(jpeg, 2, new byte[] {-1}, 1_000_000);
    byte[] looseJpegs = Pictures.withBlocks(jpeg, 2, new byte[] {7}, 1_000_000);
    byte[] emptyPixels =
        Pictures.withBlocks(
            png, 33, new byte[] {0, 0, 0, 0, 'I', 'D', 'A', 'T', 0, 0, 0, 0}, 1_000_000);

    for (byte[] file : List.of(gifs, jpegs, pngs, filledJpegs, looseJpegs, emptyPixels)) {
      long before = allocated();
      assertNoPicture(file);
      assertThat(allocated() - before).isLessThan(1 << 20);
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  void aCutPngOrGifIsRefused() {
    BufferedImage drawing = Pictures.drawing(40, 30, BufferedImage.TYPE_INT_RGB);
    for (Map.Entry<String, Integer> each : Map.of("png", 12, "gif", 1).entrySet()) {
      byte[] whole = Pictures.encoded(drawing, each.getKey());
      // Without its last chunk, or its trailer, everything else is there.
      int complete = whole.length - each.getValue();

      for (int length = 0; length < whole.length; length++) {
        if (length != complete) {
          assertNoPicture(Arrays.copyOf(whole, length));
        }
      }
    }
  }

  /// Whatever the file contains, the result is a header or a refusal, in finite time.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "exif/Landscape_6.jpg",
        "webp/1_webp_a.webp",
        "webp/animated-webp-supported.webp",
        "webp/1_webp_ll.webp"
      })
  void damagedFilesAreReadOrRefused(String name) {
    byte[] whole = Pictures.real(name);
    byte[] start = Arrays.copyOf(whole, Math.min(whole.length, 20_000));
    Random random = new Random(4_711);
    int read = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] damaged = start.clone();
      for (int j = 0; j < 1 + random.nextInt(4); j++) {
        damaged[random.nextInt(Math.min(damaged.length, 600))] = (byte) random.nextInt();
      }
      try {
        header(damaged);
        read++;
      } catch (Rejected refused) {
        assertThat(refused.reason()).isEqualTo(Reason.INVALID_IMAGE);
      }
    }
    assertThat(read).isLessThan(3_000);
  }

  private static int endOf(byte[] file) {
    if (file[0] == 'R') {
      return 8 + ByteBuffer.wrap(file).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(4);
    }
    for (int i = file.length - 2; ; i--) {
      if (file[i] == (byte) 0xFF && file[i + 1] == (byte) 0xD9) {
        return i + 2;
      }
    }
  }

  private static int indexOf(byte[] file, int... wanted) {
    for (int i = 0; ; i++) {
      if (HeaderReader.startsWith(ByteBuffer.wrap(file), i, wanted)) {
        return i;
      }
    }
  }
}
