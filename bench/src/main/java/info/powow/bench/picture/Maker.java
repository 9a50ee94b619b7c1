package info.powow.bench.picture;

import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Quality;
import info.powow.domain.image.Rendition;
import java.io.IOException;
import java.nio.file.Path;

/// A program that makes renditions of one photograph.
sealed interface Maker permits PowowMaker, ThumbnailatorMaker, ImageMagick {
  String name();

  /// Whether it supports this quality and format.
  boolean makes(Quality quality, ImageFormat format);

  /// @param to overwritten
  Used make(Rendition rendition, Path to) throws IOException, InterruptedException;
}
