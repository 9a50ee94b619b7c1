package info.powow.images;

import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.ImageHeader;
import info.powow.domain.image.ImageLimits;
import info.powow.domain.image.Picture;
import info.powow.domain.image.Quality;
import info.powow.domain.image.Rendition;
import info.powow.domain.image.RenditionWidths;
import info.powow.images.store.StaleTempFiles;
import info.powow.ops.Dependency;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;

/// Processes uploads into stored pictures, and stored pictures into renditions.
///
/// Nothing is stored as it was uploaded. Pixels are decoded, put upright, converted to sRGB, and
/// encoded again. This removes metadata, embedded second pictures, trailing data and exploits for
/// other decoders. Only animations keep their original frames, without anything between them.
public final class ImageProcessor {
  /// A photograph has more bytes per pixel than a drawing; JPEG stores it in a tenth.
  private static final double PHOTOGRAPH = 1.0;

  /// Bytes per pixel for scaling, rotating and encoding.
  private static final int WORKING_BYTES = 8;

  private final ImageLimits limits;
  private final ImageWorkLimiter bench;
  private final Path folder;
  private final Timer kept;
  private final Timer rendered;

  /// @param folder for temporary files
  public ImageProcessor(
      ImageLimits limits,
      int concurrency,
      long memory,
      Duration timeout,
      Path folder,
      Clock clock,
      MeterRegistry metrics,
      Dependency pictures) {
    this.limits = limits;
    this.bench = new ImageWorkLimiter(concurrency, memory, timeout, 16 * concurrency, pictures);
    this.folder = folder;
    this.kept = timer(metrics, "keep");
    this.rendered = timer(metrics, "render");
    Gauge.builder("powow.images.memory", bench, ImageWorkLimiter::taken)
        .description("Memory reserved for processing pictures")
        .baseUnit("bytes")
        .register(metrics);
    Gauge.builder("powow.images.waiting", bench, ImageWorkLimiter::waiting)
        .description("Pictures that wait to be processed")
        .register(metrics);
    try {
      Files.createDirectories(folder);
      StaleTempFiles.clear(folder, clock.instant());
    } catch (IOException e) {
      throw new UncheckedIOException("The temporary folder for pictures is not usable", e);
    }
  }

  private static Timer timer(MeterRegistry metrics, String what) {
    return Timer.builder("powow.images.work")
        .tag("what", what)
        .description("Processing of one picture: an upload (keep) or a smaller size (render)")
        .register(metrics);
  }

  /// A picture ready to be stored. Closing it deletes its file.
  public record Kept(
      Path file,
      ContentHash hash,
      ImageFormat format,
      int width,
      int height,
      String placeholder,
      long bytes)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  /// A temporary file. Closing it deletes it.
  public record Draft(Path file) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  public boolean makesWebp() {
    return Encoder.makesWebp();
  }

  /// The quality parameter of libjpeg and libwebp, up to 100.
  public static int percent(ImageFormat format, Quality quality) {
    return Encoder.percent(format, quality);
  }

  /// An empty file.
  public Draft draft() throws IOException {
    return new Draft(Files.createTempFile(folder, "picture", ".part"));
  }

  /// @throws info.powow.domain.Rejected if the file is not a valid picture, or exceeds a limit
  public Kept keep(Path sent) throws IOException {
    limits.requireBytes(Files.size(sent));
    // Reading the structure of a large file takes time too, but no significant memory.
    ImageHeader header = bench.on(0, () -> HeaderReader.read(sent));
    limits.requirePixels(header);
    long memory = header.pixels() * (header.bytesPerPixel() + WORKING_BYTES);
    long start = System.nanoTime();
    Kept result = bench.on(memory, () -> keep(sent, header));
    kept.record(Duration.ofNanos(System.nanoTime() - start));
    return result;
  }

  private Kept keep(Path sent, ImageHeader header) throws IOException {
    if (header.format() != ImageFormat.GIF) {
      return encoded(sent, header);
    }
    // Decoders create objects for each block of a GIF, so they are given only the frames.
    Path plain = Files.createTempFile(folder, "plain", ".part");
    boolean isKept = false;
    try {
      writePlainGif(sent, plain);
      Kept result =
          header.moves()
              ? kept(plain, ImageFormat.GIF, Pixels.inSrgb(Pixels.decode(plain, header)))
              : encoded(plain, header);
      isKept = header.moves();
      return result;
    } finally {
      if (!isKept) {
        Files.deleteIfExists(plain);
      }
    }
  }

  private Kept encoded(Path source, ImageHeader header) throws IOException {
    BufferedImage pixels =
        Pixels.upright(
            Pixels.within(Pixels.inSrgb(Pixels.decode(source, header)), RenditionWidths.MAX_SIDE),
            header.orientation());
    Path file = Files.createTempFile(folder, "kept", ".part");
    try {
      return kept(file, encode(header.format(), pixels, file), pixels);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static Kept kept(Path file, ImageFormat format, BufferedImage pixels) throws IOException {
    force(file);
    return new Kept(
        file,
        hash(file),
        format,
        pixels.getWidth(),
        pixels.getHeight(),
        ThumbHash.of(Pixels.within(pixels, ThumbHash.MAX_SIDE)),
        Files.size(file));
  }

  private static void writePlainGif(Path sent, Path to) throws IOException {
    try (FileChannel in = FileChannel.open(sent, StandardOpenOption.READ);
        OutputStream out = Files.newOutputStream(to)) {
      GifBlocks.writePlain(in.map(FileChannel.MapMode.READ_ONLY, 0, in.size()), out);
    }
  }

  private static ImageFormat encode(ImageFormat sent, BufferedImage pixels, Path file)
      throws IOException {
    boolean transparent = Pixels.isTransparent(pixels);
    if (transparent || sent == ImageFormat.PNG || sent == ImageFormat.GIF) {
      Encoder.png(transparent ? pixels : Pixels.opaque(pixels), file);
      long pixelCount = (long) pixels.getWidth() * pixels.getHeight();
      if (transparent || Files.size(file) < PHOTOGRAPH * pixelCount) {
        return ImageFormat.PNG;
      }
    }
    Encoder.jpeg(pixels, Encoder.KEPT, false, file);
    return ImageFormat.JPEG;
  }

  /// Creates a rendition of a stored picture.
  public Draft render(Path keptFile, Picture picture, Rendition rendition) throws IOException {
    ImageHeader header = HeaderReader.read(keptFile);
    long memory = header.pixels() * (header.bytesPerPixel() + WORKING_BYTES);
    long start = System.nanoTime();
    Draft draft = draft();
    try {
      bench.on(
          memory,
          () -> {
            BufferedImage pixels = Pixels.inSrgb(Pixels.decode(keptFile, header));
            BufferedImage scaled =
                Pixels.scaled(pixels, rendition.width(), rendition.heightOf(picture));
            Encoder.write(scaled, rendition.format(), rendition.quality(), draft.file());
            return draft;
          });
    } catch (IOException | RuntimeException e) {
      draft.close();
      throw e;
    }
    rendered.record(Duration.ofNanos(System.nanoTime() - start));
    return draft;
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static ContentHash hash(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return new ContentHash(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
