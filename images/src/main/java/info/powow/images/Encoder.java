package info.powow.images;

import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.luciad.imageio.webp.WebPWriteParam;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Quality;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.FileImageOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Encodes pixels into files that contain nothing else.
final class Encoder {
  private static final Logger logger = LoggerFactory.getLogger(Encoder.class);

  /// The quality of stored pictures. What is lost here is lost in every rendition.
  static final float KEPT = 0.92f;

  private static final ImageWriterSpi JPEG =
      ofTheJdk("com.sun.imageio.plugins.jpeg.JPEGImageWriterSpi");
  private static final ImageWriterSpi PNG =
      ofTheJdk("com.sun.imageio.plugins.png.PNGImageWriterSpi");
  private static final ImageWriterSpi WEBP = new WebPImageWriterSpi();
  private static final boolean WRITES_WEBP = writesWebp();

  private Encoder() {}

  private static ImageWriterSpi ofTheJdk(String name) {
    Iterator<ImageWriterSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageWriterSpi.class, false);
    while (providers.hasNext()) {
      ImageWriterSpi provider = providers.next();
      if (provider.getClass().getName().equals(name)) {
        return provider;
      }
    }
    throw new IllegalStateException("this Java runtime has no " + name);
  }

  /// libwebp is native code, which is not available for every system.
  private static boolean writesWebp() {
    try {
      WEBP.createWriterInstance(null).getDefaultWriteParam();
      return true;
    } catch (IOException | RuntimeException | LinkageError e) {
      logger.warn(
          "WebP is not supported on this system; pictures are served as JPEG and PNG ({})",
          e.toString());
      return false;
    }
  }

  /// Whether this system can encode WebP.
  static boolean makesWebp() {
    return WRITES_WEBP;
  }

  /// The quality parameter of libjpeg and libwebp.
  static int percent(ImageFormat format, Quality quality) {
    return switch (format) {
      case JPEG ->
          switch (quality) {
            case LOW -> 45;
            case MEDIUM -> 72;
            case HIGH -> 87;
          };
      case WEBP ->
          switch (quality) {
            case LOW -> 40;
            case MEDIUM -> 72;
            case HIGH -> 86;
          };
      case PNG, GIF -> 100;
    };
  }

  static void write(BufferedImage image, ImageFormat format, Quality quality, Path to)
      throws IOException {
    switch (format) {
      case JPEG -> jpeg(image, percent(format, quality) / 100f, true, to);
      case WEBP -> webp(image, percent(format, quality) / 100f, to);
      case PNG -> png(image, to);
      case GIF -> throw new IllegalArgumentException("a GIF is served unchanged");
    }
  }

  /// @param progressive whether to write a progressive JPEG
  static void jpeg(BufferedImage image, float quality, boolean progressive, Path to)
      throws IOException {
    ImageWriter writer = JPEG.createWriterInstance();
    JPEGImageWriteParam parameters = new JPEGImageWriteParam(Locale.ROOT);
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(quality);
    parameters.setOptimizeHuffmanTables(true);
    if (progressive) {
      parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    write(writer, Pixels.opaque(image), parameters, to);
  }

  static void png(BufferedImage image, Path to) throws IOException {
    ImageWriter writer = PNG.createWriterInstance();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(0.3f);
    write(writer, image, parameters, to);
  }

  private static void webp(BufferedImage image, float quality, Path to) throws IOException {
    ImageWriter writer = WEBP.createWriterInstance(null);
    WebPWriteParam parameters = new WebPWriteParam(Locale.ROOT);
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionType("Lossy");
    parameters.setCompressionQuality(quality);
    parameters.setMethod(4);
    write(writer, image, parameters, to);
  }

  private static void write(
      ImageWriter writer, BufferedImage image, ImageWriteParam parameters, Path to)
      throws IOException {
    // Truncates an older, longer file.
    Files.newOutputStream(to).close();
    try (FileImageOutputStream out = new FileImageOutputStream(to.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
  }
}
