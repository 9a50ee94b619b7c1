package info.powow.bench.picture;

import com.sun.management.ThreadMXBean;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Quality;
import info.powow.domain.image.Rendition;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.OptionalLong;

/// A way of making smaller pictures of one photograph.
sealed interface Maker permits PowowMaker, ThumbnailatorMaker, ImageMagick {
  String name();

  /// Whether it has this quality and format to choose from.
  boolean makes(Quality quality, ImageFormat format);

  /// @param to is written over
  /// @return bytes of memory that it took, as far as that is known
  OptionalLong make(Rendition rendition, Path to) throws IOException, InterruptedException;

  /// What is made in this JVM, in this thread.
  interface Making {
    void make() throws IOException;
  }

  /// Bytes on the heap that were taken meanwhile, whether given back or not: an upper bound of the
  /// most that it had at one time.
  static OptionalLong allocatedBy(Making making) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    making.make();
    return OptionalLong.of(threads.getCurrentThreadAllocatedBytes() - before);
  }
}
