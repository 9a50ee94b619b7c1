package info.powow.bench.picture;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import info.powow.bench.people.ProgressLine;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.ImageLimits;
import info.powow.domain.image.Quality;
import info.powow.domain.image.Rendition;
import info.powow.domain.image.RenditionWidths;
import info.powow.images.ImageProcessor;
import info.powow.ops.Dependencies;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.FileImageInputStream;
import org.jspecify.annotations.Nullable;

/// Makes every possible rendition of the photographs with every program, one after the other.
public final class Measurement {
  private static final int WARM_UP = 10;
  private static final long MEMORY = 2L << 30;
  private static final Rendition USUAL = new Rendition(480, Quality.MEDIUM, ImageFormat.JPEG);

  private static final ImageReaderSpi LIBWEBP = new WebPImageReaderSpi();

  private final Path folder;
  private final int tries;
  private final ProgressLine progress;
  private final Optional<Path> imageMagick;
  private final ImageProcessor processor;
  private final List<Taken> taken = new ArrayList<>();
  private final List<Variant> variants = new ArrayList<>();

  /// @param folder for output files
  /// @param path folders to search for ImageMagick, as in PATH
  public Measurement(Path folder, int tries, String path, ProgressLine progress) {
    this.folder = folder;
    this.tries = tries;
    this.progress = progress;
    this.imageMagick = ImageMagick.program(path);
    if (imageMagick.isEmpty()) {
      progress.say("ImageMagick is not installed (Debian's package imagemagick); skipping it");
    }
    this.processor =
        new ImageProcessor(
            ImageLimits.DEFAULT,
            1,
            MEMORY,
            Duration.ofMinutes(1),
            folder.resolve("workshop"),
            Clock.systemUTC(),
            new SimpleMeterRegistry(),
            new Dependencies().observed("images"));
  }

  /// The result of processing an upload.
  ///
  /// @param kept bytes of the stored picture
  /// @param millis the median of the tries
  public record Taken(String name, int width, int height, long bytes, long kept, double millis) {}

  public List<Taken> taken() {
    return List.copyOf(taken);
  }

  public List<Variant> variants() {
    return List.copyOf(variants);
  }

  /// So that JIT compilation is not measured.
  public void warmUp(Photograph photograph) throws IOException, InterruptedException {
    progress.say("Warming up");
    try (PowowMaker powow = new PowowMaker(processor, photograph)) {
      for (int i = 0; i < WARM_UP; i++) {
        new PowowMaker(processor, photograph).close();
        for (ImageFormat format : List.of(ImageFormat.JPEG, ImageFormat.WEBP, ImageFormat.PNG)) {
          if (powow.makes(Quality.HIGH, format)) {
            powow.make(new Rendition(USUAL.width(), Quality.HIGH, format), file(format));
          }
        }
        new ThumbnailatorMaker(photograph).make(USUAL, file(ImageFormat.JPEG));
      }
    }
  }

  public void measure(Photograph photograph) throws IOException, InterruptedException {
    progress.say(
        "%s, %d × %d".formatted(photograph.name(), photograph.width(), photograph.height()));
    double[] millis = new double[tries];
    for (int i = 0; i < tries; i++) {
      long start = System.nanoTime();
      PowowMaker powow = new PowowMaker(processor, photograph);
      millis[i] = (System.nanoTime() - start) / 1e6;
      powow.close();
    }
    try (PowowMaker powow = new PowowMaker(processor, photograph)) {
      taken.add(
          new Taken(
              photograph.name(),
              photograph.width(),
              photograph.height(),
              photograph.bytes(),
              powow.kept(),
              median(millis)));
      List<Maker> makers = new ArrayList<>(List.of(powow, new ThumbnailatorMaker(photograph)));
      imageMagick.ifPresent(program -> makers.add(new ImageMagick(program, photograph)));
      Luma original = photograph.luma();
      for (int rung : rungs(photograph.width())) {
        measure(photograph, original, rung, makers);
      }
    }
  }

  /// The widths with different results: all widths from the photograph's own on give the same.
  static List<Integer> rungs(int width) {
    List<Integer> rungs = new ArrayList<>();
    for (int rung : RenditionWidths.WIDTHS) {
      rungs.add(rung);
      if (rung >= width) {
        break;
      }
    }
    return rungs;
  }

  private void measure(Photograph photograph, Luma original, int rung, List<Maker> makers)
      throws IOException, InterruptedException {
    int width = Math.min(rung, photograph.width());
    Luma expected = null;
    for (Maker maker : makers) {
      for (ImageFormat format : List.of(ImageFormat.WEBP, ImageFormat.JPEG, ImageFormat.PNG)) {
        for (Quality quality : Quality.values()) {
          if (!maker.makes(quality, format)) {
            continue;
          }
          Rendition rendition = new Rendition(width, quality, format);
          Path file = file(format);
          double[] millis = new double[tries];
          List<Used> used = new ArrayList<>();
          for (int i = 0; i < tries; i++) {
            long start = System.nanoTime();
            used.add(maker.make(rendition, file));
            millis[i] = (System.nanoTime() - start) / 1e6;
          }
          Luma made = Luma.of(decoded(file, format));
          if (expected == null || expected.height() != made.height()) {
            // Programs round half pixels differently.
            expected = original.scaled(made.width(), made.height());
          }
          variants.add(
              new Variant(
                  photograph.name(),
                  maker.name(),
                  rung,
                  width,
                  quality,
                  format,
                  Files.size(file),
                  photograph.bytes(),
                  Ssim.of(expected, made),
                  median(millis),
                  cpuMillis(used),
                  used.getLast().memory()));
        }
      }
    }
  }

  private Path file(ImageFormat format) {
    return folder.resolve("made." + (format == ImageFormat.JPEG ? "jpg" : format.extension()));
  }

  /// WebP is decoded by libwebp, as in browsers.
  private static BufferedImage decoded(Path file, ImageFormat format) throws IOException {
    if (format != ImageFormat.WEBP) {
      return ImageIO.read(file.toFile());
    }
    ImageReader reader = LIBWEBP.createReaderInstance(null);
    try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
      reader.setInput(in);
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }

  private static @Nullable Double cpuMillis(List<Used> used) {
    double[] known =
        used.stream()
            .map(Used::cpuMillis)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    return known.length == 0 ? null : median(known);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
