package info.powow.bench.picture;

import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Quality;
import info.powow.domain.image.Rendition;
import java.io.IOException;
import java.nio.file.Path;

/// A way of making smaller pictures of one photograph.
sealed interface Maker permits PowowMaker, ThumbnailatorMaker, ImageMagick {
  String name();

  /// Whether it has this quality and format to choose from.
  boolean makes(Quality quality, ImageFormat format);

  /// @param to is written over
  Used make(Rendition rendition, Path to) throws IOException, InterruptedException;
}
