package info.powow.bench.picture;

import info.powow.domain.ImageId;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.domain.image.Quality;
import info.powow.domain.image.Rendition;
import info.powow.images.ImageProcessor;
import info.powow.images.ImageProcessor.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Makes renditions as the server does: from the stored picture.
final class PowowMaker implements Maker, AutoCloseable {
  private final ImageProcessor processor;
  private final Kept kept;
  private final Picture picture;

  PowowMaker(ImageProcessor processor, Photograph photograph) throws IOException {
    this.processor = processor;
    this.kept = processor.keep(photograph.file());
    this.picture =
        new Picture(
            new ImageId("measured"),
            kept.hash(),
            kept.format(),
            kept.width(),
            kept.height(),
            kept.placeholder());
  }

  /// The size of the stored picture.
  long kept() {
    return kept.bytes();
  }

  @Override
  public String name() {
    return "Powow";
  }

  @Override
  public boolean makes(Quality quality, ImageFormat format) {
    return switch (format) {
      case WEBP -> processor.makesWebp();
      case JPEG -> true;
      // Lossless, whatever the quality.
      case PNG -> quality == Quality.HIGH;
      case GIF -> false;
    };
  }

  @Override
  public Used make(Rendition rendition, Path to) throws IOException {
    return Used.by(() -> {
      try (ImageProcessor.Draft draft = processor.render(kept.file(), picture, rendition)) {
        Files.move(draft.file(), to, StandardCopyOption.REPLACE_EXISTING);
      }
    });
  }

  @Override
  public void close() throws IOException {
    kept.close();
  }
}
