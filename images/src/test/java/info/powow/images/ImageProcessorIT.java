package info.powow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.Directory;
import com.drew.metadata.exif.GpsDirectory;
import info.powow.domain.ImageId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.ImageLimits;
import info.powow.domain.image.Picture;
import info.powow.domain.image.Quality;
import info.powow.domain.image.Rendition;
import info.powow.images.ImageProcessor.Draft;
import info.powow.images.ImageProcessor.Kept;
import info.powow.images.store.StaleTempFiles;
import info.powow.ops.Dependencies;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageProcessorIT {
  private static final Set<String> WITHOUT_METADATA =
      Set.of(
          "JPEG",
          "JFIF",
          "Huffman",
          "PNG-IHDR",
          "WebP",
          "GIF Header",
          "GIF Image",
          "GIF Control",
          "GIF Animation",
          "File Type");

  @TempDir private Path folder;
  private ImageProcessor processor;

  @BeforeEach
  void open() {
    processor = processor(512L << 20, Duration.ofSeconds(10));
  }

  private ImageProcessor processor(long memory, Duration timeout) {
    return new ImageProcessor(
        ImageLimits.DEFAULT,
        1,
        memory,
        timeout,
        folder.resolve("workshop"),
        Clock.systemUTC(),
        new SimpleMeterRegistry(),
        new Dependencies().observed("images"));
  }

  private Kept keep(byte[] sent) throws IOException {
    return keep(processor, sent);
  }

  private Kept keep(ImageProcessor by, byte[] sent) throws IOException {
    Path file = Files.createTempFile(folder, "sent", "");
    Files.write(file, sent);
    return by.keep(file);
  }

  private void assertRefused(Reason reason, byte[] sent) {
    assertThatThrownBy(() -> keep(sent))
        .isInstanceOfSatisfying(
            Rejected.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private static BufferedImage pixels(Path file) throws IOException {
    return Pixels.inSrgb(Pixels.decode(file, HeaderReader.read(file)));
  }

  private static double difference(BufferedImage one, BufferedImage other) {
    assertThat(one.getWidth()).isEqualTo(other.getWidth());
    assertThat(one.getHeight()).isEqualTo(other.getHeight());
    long sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        int a = one.getRGB(x, y);
        int b = other.getRGB(x, y);
        sum +=
            Math.abs((a >> 16 & 255) - (b >> 16 & 255))
                + Math.abs((a >> 8 & 255) - (b >> 8 & 255))
                + Math.abs((a & 255) - (b & 255));
      }
    }
    return sum / (3.0 * one.getWidth() * one.getHeight());
  }

  private static void assertNoMetadata(Path file) throws Exception {
    Set<String> found = new HashSet<>();
    for (Directory directory :
        ImageMetadataReader.readMetadata(new ByteArrayInputStream(Files.readAllBytes(file)))
            .getDirectories()) {
      found.add(directory.getName());
    }
    assertThat(found).isSubsetOf(WITHOUT_METADATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Landscape", "Portrait"})
  void howeverTheCameraWasHeldThePictureStandsUpright(String scene) throws IOException {
    BufferedImage upright;
    try (Kept kept = keep(Pictures.real("exif/" + scene + "_1.jpg"))) {
      upright = pixels(kept.file());
      assertThat(kept.width()).isEqualTo(upright.getWidth());
    }
    for (int orientation = 2; orientation <= 8; orientation++) {
      try (Kept kept = keep(Pictures.real("exif/" + scene + "_" + orientation + ".jpg"))) {
        assertThat(difference(upright, pixels(kept.file())))
            .as("orientation %d", orientation)
            .isLessThan(12);
      }
    }
  }

  @Test
  void whereAPictureWasTakenIsGone() throws Exception {
    byte[] phone = Pictures.asFromAPhone(Pictures.real("exif/Landscape_0.jpg"), 6);
    assertThat(
            ImageMetadataReader.readMetadata(new ByteArrayInputStream(phone))
                .getFirstDirectoryOfType(GpsDirectory.class)
                .getGeoLocation()
                .getLatitude())
        .isCloseTo(52.5, within(0.1));

    try (Kept kept = keep(phone)) {
      assertNoMetadata(kept.file());
      assertThat(kept.width()).isLessThan(kept.height());
      assertThat(new String(Files.readAllBytes(kept.file()), StandardCharsets.ISO_8859_1))
          .doesNotContain("Exif", "Ada", "xmpmeta", "at home");
    }
  }

  /// JPEGs from cameras, phones and programs, many of them broken: each is stored as a clean
  /// picture or refused.
  @ParameterizedTest
  @MethodSource("realJpegs")
  void everyRealFileIsKeptCleanOrRefused(String name) throws Exception {
    try (Kept kept = keep(Pictures.real(name))) {
      assertNoMetadata(kept.file());
      assertThat(ImageIO.read(kept.file().toFile()).getWidth()).isEqualTo(kept.width());
    } catch (Rejected refused) {
      assertThat(refused.reason()).isEqualTo(Reason.INVALID_IMAGE);
    }
  }

  static Stream<String> realJpegs() throws IOException, URISyntaxException {
    URI found = ImageProcessorIT.class.getResource("/jpeg/cmyk-sample.jpg").toURI();
    String jar = found.getSchemeSpecificPart();
    try (JarFile file =
        new JarFile(Path.of(URI.create(jar.substring(0, jar.indexOf('!')))).toFile())) {
      return file.stream()
          .filter(entry -> entry.getName().matches("(jpeg|broken-jpeg|jpeg-lossless)/.*\\.jpe?g"))
          .filter(entry -> entry.getSize() < 3 << 20)
          .map(java.util.zip.ZipEntry::getName)
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpeg/cmyk-sample.jpg",
        "jpeg/cmyk-sample-no-icc.jpg",
        "jpeg/gray-sample.jpg",
        "jpeg/exif-rgb-thumbnail-sony-d700.jpg",
        "jpeg/jfif-jfif-and-exif-thumbnail-sharpshot-iphone.jpg",
        "jpeg/no-image-types-rgb-us-web-coated-v2-ms-photogallery-exif.jpg",
        "jpeg/jfif-progressive-invalid-dht.jpg",
        "webp/1.webp",
        "webp/1_webp_a.webp",
        "webp/1_webp_ll.webp",
        "webp/photo-iccp-adobergb.webp"
      })
  void whatPeopleHaveIsTaken(String name) throws Exception {
    try (Kept kept = keep(Pictures.real(name))) {
      assertNoMetadata(kept.file());
    }
  }

  /// The averages are ImageMagick's. Inverted ink values would give the opposite.
  @Test
  void inkBecomesLight() throws IOException {
    try (Kept sea = keep(Pictures.real("jpeg/cmyk-sample.jpg"));
        Kept grey = keep(Pictures.real("jpeg/cmyk-sample-no-icc.jpg"))) {
      int average = Pixels.scaled(pixels(sea.file()), 1, 1).getRGB(0, 0);
      assertThat(average >> 16 & 255).isCloseTo(82, within(30));
      assertThat(average >> 8 & 255).isCloseTo(136, within(30));
      assertThat(average & 255).isCloseTo(150, within(30));
      assertThat(Pixels.scaled(pixels(grey.file()), 1, 1).getRGB(0, 0) & 255)
          .isCloseTo(184, within(30));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5, 0.75})
  void greyStaysAsBrightAsItWas(double brightness) throws IOException {
    try (Kept kept = keep(Pictures.encoded(Pictures.deepGrey(64, 64, brightness), "png"))) {
      assertThat(pixels(kept.file()).getRGB(9, 9) & 255)
          .isCloseTo((int) (brightness * 255), within(3));
    }
  }

  @Test
  void deepColoursAndPalettesAreTaken() throws Exception {
    try (Kept kept = keep(Pictures.encoded(Pictures.palette(50, 40), "png"))) {
      assertThat(kept.format()).isEqualTo(ImageFormat.PNG);
      assertThat(pixels(kept.file()).getRGB(5, 5)).isEqualTo(0xFFFF0000);
      assertThat(pixels(kept.file()).getRGB(45, 5)).isEqualTo(0xFF00C864);
      assertNoMetadata(kept.file());
    }
  }

  /// 200, 50, 50 in sRGB, encoded in Display P3.
  private static final int[] IN_P3 = {187, 63, 58};

  private void assertShows(int[] rgb, byte[] sent) throws IOException {
    try (Kept kept = keep(sent)) {
      int shown = pixels(kept.file()).getRGB(20, 10);
      assertThat(shown >> 16 & 255).isCloseTo(rgb[0], within(3));
      assertThat(shown >> 8 & 255).isCloseTo(rgb[1], within(3));
      assertThat(shown & 255).isCloseTo(rgb[2], within(3));
    }
  }

  private static byte[] png(int type, int... rgb) {
    BufferedImage image = new BufferedImage(64, 48, type);
    java.awt.Graphics2D graphics = image.createGraphics();
    graphics.setColor(new java.awt.Color(rgb[0], rgb[1], rgb[2]));
    graphics.fillRect(0, 0, 64, 48);
    graphics.dispose();
    return Pictures.encoded(image, "png");
  }

  private static byte[] chromaticities(double... numbers) {
    java.nio.ByteBuffer chunk = java.nio.ByteBuffer.allocate(32);
    for (double number : numbers) {
      chunk.putInt((int) Math.round(number * 100_000));
    }
    return chunk.array();
  }

  private static byte[] gamma(int value) {
    return java.nio.ByteBuffer.allocate(4).putInt(value).array();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void thePrimariesOfAPngAreConverted(int type) throws IOException {
    byte[] png = png(type, IN_P3);
    int[] before = {200, 50, 50};
    if (type == BufferedImage.TYPE_BYTE_INDEXED) {
      png = png(type, 204, 51, 51);
      before = new int[] {222, 24, 41};
    }
    byte[] displayP3 = {12, 13, 0, 1};
    byte[] p3 = chromaticities(0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060);

    assertShows(before, Pictures.withChunk(png, "cICP", displayP3));
    assertShows(
        before, Pictures.withChunk(Pictures.withChunk(png, "cHRM", p3), "gAMA", gamma(45_455)));
  }

  @Test
  void theGammaOfAPngIsConverted() throws IOException {
    int half = (int) Math.round(255 * Math.pow(128 / 255.0, 2.2));
    byte[] linear = png(BufferedImage.TYPE_INT_RGB, half, half, half);

    assertShows(new int[] {128, 128, 128}, Pictures.withChunk(linear, "gAMA", gamma(100_000)));
    assertShows(
        new int[] {128, 128, 128},
        Pictures.withChunk(
            png(BufferedImage.TYPE_BYTE_GRAY, half, half, half), "gAMA", gamma(100_000)));
    assertShows(new int[] {half, half, half}, Pictures.withChunk(linear, "gAMA", gamma(45_455)));
  }

  @Test
  void theProfileOfAPngIsConverted() throws IOException {
    byte[] linear =
        java.awt.color.ICC_Profile.getInstance(java.awt.color.ColorSpace.CS_LINEAR_RGB).getData();
    int half = (int) Math.round(255 * Math.pow(128 / 255.0, 2.2));
    byte[] named = "linear\0\0".getBytes(StandardCharsets.US_ASCII);
    byte[] packed = Pictures.deflated(linear);
    byte[] chunk = Arrays.copyOf(named, named.length + packed.length);
    System.arraycopy(packed, 0, chunk, named.length, packed.length);

    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB}) {
      byte[] png = Pictures.withChunk(png(type, half, half, half), "iCCP", chunk);
      assertShows(new int[] {128, 128, 128}, png);
    }
  }

  @Test
  void aProfileThatIsNoneIsIgnored() throws IOException {
    byte[] png = png(BufferedImage.TYPE_INT_RGB, 200, 50, 50);
    for (byte[] profile :
        List.of(
            new byte[0],
            new byte[] {0},
            new byte[] {'x', 0, 0, 1, 2, 3},
            Arrays.copyOf(Pictures.deflated(new byte[64 << 20]), 80_000))) {
      assertShows(new int[] {200, 50, 50}, Pictures.withChunk(png, "iCCP", profile));
    }
  }

  @Test
  void aPictureOnePixelHighSurvives() throws IOException {
    for (int[] size :
        new int[][] {{1, 1}, {2_000, 1}, {1, 2_000}, {6_000, 1}, {1, 6_000}, {900, 2}}) {
      for (String format : new String[] {"png", "jpeg", "gif"}) {
        BufferedImage red = new BufferedImage(size[0], size[1], BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < size[0]; x++) {
          for (int y = 0; y < size[1]; y++) {
            red.setRGB(x, y, 0xFF0000);
          }
        }
        try (Kept kept = keep(Pictures.encoded(red, format))) {
          assertIsRed(pixels(kept.file()));
          Picture picture =
              new Picture(
                  new ImageId("a"),
                  kept.hash(),
                  kept.format(),
                  kept.width(),
                  kept.height(),
                  kept.placeholder());
          for (ImageFormat to : List.of(ImageFormat.WEBP, ImageFormat.JPEG, ImageFormat.PNG)) {
            int width = Math.min(80, kept.width());
            try (Draft small =
                processor.render(kept.file(), picture, new Rendition(width, Quality.LOW, to))) {
              assertThat(pixels(small.file()).getWidth()).isEqualTo(width);
              assertIsRed(pixels(small.file()));
            }
          }
        }
      }
    }
  }

  private static void assertIsRed(BufferedImage image) {
    for (int x : new int[] {0, image.getWidth() / 2, image.getWidth() - 1}) {
      int argb = image.getRGB(x, image.getHeight() / 2);
      assertThat(argb >>> 24).isEqualTo(255);
      assertThat(argb >> 16 & 255).isGreaterThan(235);
      assertThat(argb >> 8 & 255).isLessThan(30);
      assertThat(argb & 255).isLessThan(30);
    }
  }

  @Test
  void aJpegWithoutAnEndMarkerIsTaken() throws IOException {
    byte[] whole = Pictures.real("exif/Landscape_1.jpg");
    assertThat(endsWith(Files.write(folder.resolve("whole"), whole), 0xFF, 0xD9)).isTrue();

    try (Kept one = keep(whole);
        Kept other = keep(Arrays.copyOf(whole, whole.length - 2))) {
      assertThat(difference(pixels(one.file()), pixels(other.file()))).isLessThan(0.1);
    }
  }

  @Test
  void aPngWithoutItsLastChunkAndAGifWithoutATrailerAreTaken() throws Exception {
    byte[] png = Pictures.encoded(Pictures.withHole(120, 80), "png");
    byte[] gif = Pictures.encoded(Pictures.withHole(120, 80), "gif");
    assertThat(gif[gif.length - 1]).isEqualTo((byte) 0x3B);
    for (Map.Entry<byte[], Integer> each : Map.of(png, 12, gif, 1).entrySet()) {
      byte[] whole = each.getKey();
      try (Kept one = keep(whole);
          Kept other = keep(Arrays.copyOf(whole, whole.length - each.getValue()))) {
        assertThat(difference(pixels(one.file()), pixels(other.file()))).isLessThan(0.1);
      }
    }
  }

  @Test
  void transparencyIsKept() throws IOException {
    try (Kept kept = keep(Pictures.encoded(Pictures.withHole(120, 80), "png"))) {
      assertThat(kept.format()).isEqualTo(ImageFormat.PNG);
      assertThat(pixels(kept.file()).getRGB(115, 5) >>> 24).isZero();
      assertThat(pixels(kept.file()).getRGB(5, 75)).isEqualTo(0xFF007828);
    }
  }

  @Test
  void aPhotographInPngIsKeptAsJpeg() throws IOException {
    BufferedImage photo =
        ImageIO.read(new ByteArrayInputStream(Pictures.real("exif/Landscape_1.jpg")));

    try (Kept kept = keep(Pictures.encoded(photo, "png"))) {
      assertThat(kept.format()).isEqualTo(ImageFormat.JPEG);
      assertThat(endsWith(kept.file(), 0xFF, 0xD9)).isTrue();
    }
  }

  private static boolean endsWith(Path file, int... bytes) throws IOException {
    byte[] all = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      if ((all[all.length - bytes.length + i] & 255) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aPictureLargerThanAnyScreenIsMadeSmaller() throws IOException {
    byte[] large =
        Pictures.encoded(Pictures.drawing(6_000, 3_000, BufferedImage.TYPE_INT_RGB), "jpeg");

    try (Kept kept = keep(large)) {
      assertThat(kept.width()).isEqualTo(4_096);
      assertThat(kept.height()).isEqualTo(2_048);
    }
  }

  @Test
  void theSamePictureIsKeptUnderTheSameHash() throws IOException {
    byte[] photo = Pictures.real("exif/Landscape_1.jpg");
    try (Kept one = keep(photo);
        Kept again = keep(photo);
        Kept elsewhere = keep(Pictures.asFromAPhone(photo, 1))) {
      assertThat(again.hash()).isEqualTo(one.hash());
      assertThat(elsewhere.hash()).isEqualTo(one.hash());
    }
  }

  // -----------------------------------------------------------------------------------------
  // animations

  private static byte[] movingGif(int frames) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < frames; i++) {
        BufferedImage frame = Pictures.drawing(60, 40 + i, BufferedImage.TYPE_INT_RGB);
        frame = frame.getSubimage(0, i, 60, 40);
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(frame), null);
        IIOMetadataNode root = new IIOMetadataNode(metadata.getNativeMetadataFormatName());
        IIOMetadataNode comments = new IIOMetadataNode("CommentExtensions");
        IIOMetadataNode comment = new IIOMetadataNode("CommentExtension");
        comment.setAttribute("value", "Ada was here");
        comments.appendChild(comment);
        root.appendChild(comments);
        metadata.mergeTree(metadata.getNativeMetadataFormatName(), root);
        writer.writeToSequence(new IIOImage(frame, null, metadata), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  @Test
  void aMovingPictureMovesOnWithoutItsComments() throws Exception {
    byte[] gif = movingGif(3);
    assertThat(new String(gif, StandardCharsets.ISO_8859_1)).contains("Ada was here");
    byte[] polyglot = Arrays.copyOf(gif, gif.length + 9);
    System.arraycopy("<script/>".getBytes(StandardCharsets.US_ASCII), 0, polyglot, gif.length, 9);

    try (Kept kept = keep(polyglot)) {
      assertThat(kept.format()).isEqualTo(ImageFormat.GIF);
      assertThat(HeaderReader.read(kept.file()).frames()).isEqualTo(3);
      assertNoMetadata(kept.file());
      assertThat(new String(Files.readAllBytes(kept.file()), StandardCharsets.ISO_8859_1))
          .doesNotContain("Ada", "script");
    }
  }

  @Test
  void aMovingPictureWithoutATrailerIsKeptWithOne() throws Exception {
    byte[] gif = movingGif(3);
    try (Kept kept = keep(Arrays.copyOf(gif, gif.length - 1))) {
      assertThat(HeaderReader.read(kept.file()).frames()).isEqualTo(3);
      assertThat(endsWith(kept.file(), 0, 0x3B)).isTrue();
    }
  }

  @Test
  void aGifThatStandsStillIsADrawing() throws IOException {
    try (Kept kept = keep(movingGif(1))) {
      assertThat(kept.format()).isEqualTo(ImageFormat.PNG);
    }
  }

  // -----------------------------------------------------------------------------------------
  // attacks

  @Test
  void whatIsTooLargeIsRefusedBeforeItIsDecoded() {
    assertRefused(Reason.TOO_MANY_PIXELS, Pictures.pngThatSays(16_384, 16_384));
    assertRefused(Reason.IMAGE_TOO_LARGE, new byte[(20 << 20) + 1]);
  }

  @Test
  void aHeaderWithoutPixelsIsRefused() {
    assertRefused(Reason.INVALID_IMAGE, Pictures.pngThatSays(1_000, 1_000));
  }

  @Test
  void textThatWouldFillTheMemoryIsNeverUnpacked() throws IOException {
    byte[] zeros = new byte[64 << 20];
    byte[] data = Pictures.deflated(zeros);
    byte[] keyword = "bomb\0\0".getBytes(StandardCharsets.US_ASCII);
    byte[] text = Arrays.copyOf(keyword, keyword.length + data.length);
    System.arraycopy(data, 0, text, keyword.length, data.length);
    byte[] png = Pictures.encoded(Pictures.drawing(20, 20, BufferedImage.TYPE_INT_RGB), "png");
    byte[] bomb = Pictures.withChunk(png, "zTXt", text);

    long before = allocated();
    try (Kept kept = keep(bomb)) {
      assertThat(allocated() - before).isLessThan(32L << 20);
      assertThat(kept.width()).isEqualTo(20);
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  void whatHidesBehindAPictureIsGone() throws IOException {
    byte[] secret = "PK\3\4<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);
    for (byte[] picture :
        List.of(
            Pictures.real("exif/Landscape_1.jpg"),
            Pictures.encoded(Pictures.withHole(60, 40), "png"),
            Pictures.real("webp/1.webp"))) {
      byte[] polyglot = Arrays.copyOf(picture, picture.length + secret.length);
      System.arraycopy(secret, 0, polyglot, picture.length, secret.length);

      try (Kept kept = keep(polyglot)) {
        assertThat(new String(Files.readAllBytes(kept.file()), StandardCharsets.ISO_8859_1))
            .doesNotContain("script", "PK\3\4");
      }
    }
  }

  @Test
  void damagedPixelsAreKeptOrRefused() throws IOException {
    byte[] whole = Pictures.encoded(Pictures.drawing(90, 60, BufferedImage.TYPE_INT_RGB), "png");
    List<byte[]> wholes =
        new ArrayList<>(
            List.of(
                whole,
                Pictures.real("webp/1_webp_a.webp"),
                Pictures.real("webp/2_webp_ll.webp"),
                Pictures.encoded(Pictures.drawing(90, 60, BufferedImage.TYPE_INT_RGB), "jpeg"),
                movingGif(2)));
    java.util.Random random = new java.util.Random(4_711);
    for (byte[] each : wholes) {
      for (int i = 0; i < 40; i++) {
        byte[] damaged = each.clone();
        for (int j = 0; j < 3; j++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        try (Kept kept = keep(damaged)) {
          assertThat(kept.width()).isPositive();
        } catch (Rejected refused) {
          assertThat(refused.reason()).isIn(Reason.INVALID_IMAGE, Reason.TOO_MANY_PIXELS);
        }
      }
    }
  }

  @Test
  void whatWouldNeverFitIsRefusedAndNothingIsLeftBehind() throws IOException {
    ImageProcessor small = processor(1 << 20, Duration.ofSeconds(10));

    assertThatThrownBy(() -> keep(small, Pictures.real("exif/Landscape_1.jpg")))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_MANY_PIXELS));
    try (Stream<Path> left = Files.list(folder.resolve("workshop"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatWasBeingMadeWhenAProcessEndedIsDeletedByTheNextButNotWhatIsStillMade()
      throws IOException {
    Path making = folder.resolve("workshop");
    Instant now = Instant.now();
    Path abandoned = Files.createFile(making.resolve("picture1.part"));
    Files.setLastModifiedTime(
        abandoned, FileTime.from(now.minus(StaleTempFiles.ABANDONED).minusSeconds(1)));
    Path fresh = Files.createFile(making.resolve("picture2.part"));
    Files.setLastModifiedTime(fresh, FileTime.from(now));

    processor(512L << 20, Duration.ofSeconds(10));

    try (Stream<Path> left = Files.list(making)) {
      assertThat(left).containsExactly(fresh);
    }
  }

  // -----------------------------------------------------------------------------------------
  // renditions

  private static Picture picture(Kept kept) {
    return new Picture(
        new ImageId("rose"),
        kept.hash(),
        kept.format(),
        kept.width(),
        kept.height(),
        kept.placeholder());
  }

  @Test
  void aRenditionHasTheWidthAndTheFormatThatWereAskedFor() throws Exception {
    try (Kept kept = keep(Pictures.real("exif/Landscape_6.jpg"))) {
      for (ImageFormat format : List.of(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.WEBP)) {
        Rendition rendition = new Rendition(320, Quality.MEDIUM, format);
        try (Draft draft = processor.render(kept.file(), picture(kept), rendition)) {
          assertThat(HeaderReader.read(draft.file()).format()).isEqualTo(format);
          assertThat(HeaderReader.read(draft.file()).width()).isEqualTo(320);
          assertThat(HeaderReader.read(draft.file()).height())
              .isEqualTo(rendition.heightOf(picture(kept)));
          assertNoMetadata(draft.file());
        }
      }
    }
  }

  @Test
  void lowerQualityHasFewerBytes() throws IOException {
    try (Kept kept = keep(Pictures.real("exif/Landscape_1.jpg"))) {
      for (ImageFormat format : List.of(ImageFormat.JPEG, ImageFormat.WEBP)) {
        long before = 0;
        for (Quality quality : Quality.values()) {
          try (Draft draft =
              processor.render(kept.file(), picture(kept), new Rendition(640, quality, format))) {
            assertThat(Files.size(draft.file())).isGreaterThan(before);
            before = Files.size(draft.file());
          }
        }
        assertThat(before).isLessThan(kept.bytes());
      }
    }
  }

  @Test
  void whatShinesThroughShinesThroughInEveryFormatThatCan() throws IOException {
    try (Kept kept = keep(Pictures.encoded(Pictures.withHole(400, 300), "png"))) {
      for (ImageFormat format : List.of(ImageFormat.PNG, ImageFormat.WEBP)) {
        try (Draft draft =
            processor.render(kept.file(), picture(kept), new Rendition(160, Quality.LOW, format))) {
          assertThat(pixels(draft.file()).getRGB(155, 3) >>> 24).as("%s", format).isZero();
          assertThat(pixels(draft.file()).getRGB(3, 115) >>> 24).as("%s", format).isEqualTo(255);
        }
      }
      try (Draft draft =
          processor.render(
              kept.file(), picture(kept), new Rendition(160, Quality.HIGH, ImageFormat.JPEG))) {
        assertThat(pixels(draft.file()).getRGB(155, 3) & 0xFF).isGreaterThan(245);
      }
    }
  }

  @Test
  void aMovingPictureStandsStillInOtherFormats() throws IOException {
    try (Kept kept = keep(movingGif(3));
        Draft draft =
            processor.render(
                kept.file(), picture(kept), new Rendition(30, Quality.LOW, ImageFormat.WEBP))) {
      assertThat(HeaderReader.read(draft.file()).width()).isEqualTo(30);
    }
  }
}
