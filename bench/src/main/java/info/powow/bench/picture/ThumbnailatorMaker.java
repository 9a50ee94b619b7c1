package info.powow.bench.picture;

import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Quality;
import info.powow.domain.image.Rendition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.coobird.thumbnailator.Thumbnails;

/// The library as in its first example: a width, otherwise defaults (JPEG quality 75).
record ThumbnailatorMaker(Photograph photograph) implements Maker {

  @Override
  public String name() {
    return "Thumbnailator";
  }

  /// It has one quality, which is closest to our medium.
  @Override
  public boolean makes(Quality quality, ImageFormat format) {
    return quality == Quality.MEDIUM && format == ImageFormat.JPEG;
  }

  @Override
  public Used make(Rendition rendition, Path to) throws IOException {
    Files.deleteIfExists(to);
    return Used.by(() ->
        Thumbnails.of(photograph.file().toFile()).width(rendition.width()).toFile(to.toFile()));
  }
}
